// SPDX-License-Identifier: Apache-2.0
/** Tells what got slower between two runs of the JMH benchmarks. */
@NullMarked
package io.github.kinesisetl.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
