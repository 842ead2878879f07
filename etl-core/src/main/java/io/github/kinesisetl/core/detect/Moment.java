// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.detect;

/**
 * What the channels need to know of a value besides the value.
 *
 * @param time its local time in milliseconds
 * @param elapsed the time since the value before, in sampling intervals
 * @param floor the smallest deviation that is believed
 * @param share how much this value counts beside those of the last week
 */
record Moment(long time, double elapsed, double floor, double share) {}
