// SPDX-License-Identifier: Apache-2.0
/**
 * Amazon Data Firehose as a recorder: delivery streams that keep what is put, and deliver nothing.
 */
@NullMarked
package io.github.kinesisetl.local.firehose;

import org.jspecify.annotations.NullMarked;
