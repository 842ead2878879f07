// SPDX-License-Identifier: Apache-2.0
/**
 * Tumbling windows of Lambda's event source mappings: what the events of a window come to, carried
 * from invocation to invocation as its state.
 */
@NullMarked
package io.github.kinesisetl.lambda.window;

import org.jspecify.annotations.NullMarked;
