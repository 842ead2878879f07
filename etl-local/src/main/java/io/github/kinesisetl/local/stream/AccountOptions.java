// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.stream;

import java.time.Duration;

/**
 * How an account behaves.
 *
 * @param region the region in its ARNs
 * @param enforceLimits whether the rates of shards and the calls a day are bounded
 * @param maxStoredBytes what all streams together may keep; beyond it the oldest entries go
 * @param transition how long a stream stays CREATING, UPDATING or DELETING
 */
public record AccountOptions(
    String region, boolean enforceLimits, long maxStoredBytes, Duration transition) {}
