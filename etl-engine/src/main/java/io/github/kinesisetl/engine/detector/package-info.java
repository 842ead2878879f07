// SPDX-License-Identifier: Apache-2.0
/**
 * Series of values under watch: points out of events, detectors kept in step with their store,
 * alerts until they are written. Begin with {@link
 * io.github.kinesisetl.engine.detector.SeriesDetectors}.
 */
@NullMarked
package io.github.kinesisetl.engine.detector;

import org.jspecify.annotations.NullMarked;
