// SPDX-License-Identifier: Apache-2.0
/** What Kinesis limits, how much of it, and how rates are counted. */
@NullMarked
package io.github.kinesisetl.local.limit;

import org.jspecify.annotations.NullMarked;
