// SPDX-License-Identifier: Apache-2.0
/** Streams for producers under test: one in memory, and what each sender keeps to. */
@NullMarked
package io.github.kinesisetl.testing.stream;

import org.jspecify.annotations.NullMarked;
