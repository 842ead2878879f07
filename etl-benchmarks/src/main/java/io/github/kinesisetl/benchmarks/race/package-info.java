// SPDX-License-Identifier: Apache-2.0
/** The harness of the races: interleaved rounds, a process for each run, medians and spread. */
@NullMarked
package io.github.kinesisetl.benchmarks.race;

import org.jspecify.annotations.NullMarked;
