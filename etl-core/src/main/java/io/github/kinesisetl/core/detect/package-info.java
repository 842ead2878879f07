// SPDX-License-Identifier: Apache-2.0
/**
 * Anomaly detection over values with their own time: a value in, a {@link
 * io.github.kinesisetl.core.detect.Score} out, and alerts that group anomalous points.
 */
@NullMarked
package io.github.kinesisetl.core.detect;

import org.jspecify.annotations.NullMarked;
