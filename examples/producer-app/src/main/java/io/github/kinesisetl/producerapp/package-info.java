// SPDX-License-Identifier: Apache-2.0
/** The smallest application around the producer. */
@NullMarked
package io.github.kinesisetl.producerapp;

import org.jspecify.annotations.NullMarked;
