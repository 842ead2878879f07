// SPDX-License-Identifier: Apache-2.0
/** The race of producers: what it costs to put a million events. */
@NullMarked
package io.github.kinesisetl.benchmarks.race.producer;

import org.jspecify.annotations.NullMarked;
