// SPDX-License-Identifier: Apache-2.0
/** The race of the embedded servers: what it costs to start one, and to put records on it. */
@NullMarked
package io.github.kinesisetl.benchmarks.race.local;

import org.jspecify.annotations.NullMarked;
