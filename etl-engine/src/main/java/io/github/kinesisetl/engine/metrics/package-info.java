// SPDX-License-Identifier: Apache-2.0
/** Parts of a pipeline that count what passes through them. */
@NullMarked
package io.github.kinesisetl.engine.metrics;

import org.jspecify.annotations.NullMarked;
