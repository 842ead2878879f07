// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.mapping;

/**
 * What a mapping has done since it was started. Immutable.
 *
 * @param entriesRead entries taken from the stream
 * @param entriesDone entries that the function finished
 * @param entriesGivenUp entries that went to the on-failure destination
 * @param invocations calls of the function
 * @param retries calls that repeated entries
 * @param activeShards shards that are being read now
 */
public record MappingMetrics(
    long entriesRead,
    long entriesDone,
    long entriesGivenUp,
    long invocations,
    long retries,
    int activeShards) {

  /**
   * Entries that were read but are neither done nor given up.
   *
   * @return 0 or more
   */
  public long entriesUnderWay() {
    return entriesRead - entriesDone - entriesGivenUp;
  }
}
