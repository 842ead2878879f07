// SPDX-License-Identifier: Apache-2.0
/**
 * Invocations of Lambda functions without Lambda: what is delivered, the context, and functions in
 * processes of their own under a Runtime API of ours.
 */
@NullMarked
package io.github.kinesisetl.testing.lambda;

import org.jspecify.annotations.NullMarked;
