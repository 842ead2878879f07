// SPDX-License-Identifier: Apache-2.0
/**
 * A loop over Lambda's <a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">Runtime API</a> in pure
 * Java: takes an invocation, hands its payload to the handler straight from the socket, and sends
 * the answer back. {@link io.github.kinesisetl.runtime.Main} starts it.
 */
@NullMarked
package io.github.kinesisetl.runtime;

import org.jspecify.annotations.NullMarked;
