// SPDX-License-Identifier: Apache-2.0
/** What outlives a batch: which records are done, and what detectors learned. */
@NullMarked
package io.github.kinesisetl.engine.store;

import org.jspecify.annotations.NullMarked;
