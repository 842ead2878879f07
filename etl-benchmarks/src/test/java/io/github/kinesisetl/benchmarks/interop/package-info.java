// SPDX-License-Identifier: Apache-2.0
/** Witnesses that are not ours: KCL reads what we write, and we read what KPL's daemon wrote. */
@NullMarked
package io.github.kinesisetl.benchmarks.interop;

import org.jspecify.annotations.NullMarked;
