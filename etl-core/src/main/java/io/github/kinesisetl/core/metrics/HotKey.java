// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.metrics;

/**
 * A key and an estimate of its weight.
 *
 * @param key the key
 * @param count its weight, never too low
 * @param error by how much the count may be too high
 * @param share the count's part of all weight, 0 to 1
 * @since 0.1.0
 */
public record HotKey(String key, long count, long error, double share) {}
