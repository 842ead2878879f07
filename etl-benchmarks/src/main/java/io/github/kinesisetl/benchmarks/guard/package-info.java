// SPDX-License-Identifier: Apache-2.0
/**
 * Keeps the hot path from getting worse unseen: allocation and time against committed baselines.
 */
@NullMarked
package io.github.kinesisetl.benchmarks.guard;

import org.jspecify.annotations.NullMarked;
