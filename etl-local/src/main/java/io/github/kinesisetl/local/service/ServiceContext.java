// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.service;

import java.time.InstantSource;

/**
 * Where a service lives.
 *
 * @param region the region in ARNs and URLs, such as {@code us-east-1}
 * @param accountId twelve digits
 * @param clock what all times and ages follow
 * @param maxStoredBytes the most that the service keeps; recorders drop what is oldest, stores
 *     refuse what is new
 * @param destinations how it reaches the other services of its server, and they it
 */
public record ServiceContext(
    String region,
    String accountId,
    InstantSource clock,
    long maxStoredBytes,
    Destinations destinations) {}
