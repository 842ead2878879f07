// SPDX-License-Identifier: Apache-2.0
/** Invocations of Lambda functions without Lambda: what is delivered, and the context. */
@NullMarked
package io.github.kinesisetl.testing.lambda;

import org.jspecify.annotations.NullMarked;
