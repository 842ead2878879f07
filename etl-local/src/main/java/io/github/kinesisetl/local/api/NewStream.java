// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stream to be created.
 *
 * @param name 1 to 128 letters, digits and {@code _.-}
 * @param mode who decides the number of shards
 * @param shardCount the number of shards; null for {@link StreamMode#ON_DEMAND}, which starts with
 *     4
 * @param maxRecordKib how large an entry may be, 1024 to 10240, or null for 1024
 * @param warmThroughputMibps the capacity held ready, or null
 * @param tags its tags
 */
public record NewStream(
    String name,
    StreamMode mode,
    @Nullable Integer shardCount,
    @Nullable Integer maxRecordKib,
    @Nullable Integer warmThroughputMibps,
    Map<String, String> tags) {

  /**
   * Describes an ordinary stream.
   *
   * @param name its name
   * @param shardCount its shards
   * @return the description
   */
  public static NewStream provisioned(String name, int shardCount) {
    return new NewStream(name, StreamMode.PROVISIONED, shardCount, null, null, Map.of());
  }
}
