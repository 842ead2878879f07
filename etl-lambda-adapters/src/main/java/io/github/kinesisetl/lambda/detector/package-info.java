// SPDX-License-Identifier: Apache-2.0
/** Where what detectors learn outlives the instance that learned it. */
@NullMarked
package io.github.kinesisetl.lambda.detector;

import org.jspecify.annotations.NullMarked;
