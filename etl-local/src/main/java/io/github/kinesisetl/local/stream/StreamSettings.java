// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.stream;

import io.github.kinesisetl.local.api.Distribution;
import io.github.kinesisetl.local.api.StreamMode;
import io.github.kinesisetl.local.api.StreamView;
import io.github.kinesisetl.local.limit.Limits;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What can be set on a stream. Guarded by its account. */
final class StreamSettings {

  private StreamMode mode;
  private Distribution distribution = Distribution.USER_PARTITION_KEY;
  private int retentionHours = Limits.MIN_RETENTION_HOURS;
  private int maxRecordBytes = Limits.DEFAULT_MAX_RECORD_BYTES;
  private @Nullable String encryptionKeyId;
  private @Nullable Integer warmThroughputMibps;
  private @Nullable String policy;
  private final SortedSet<String> shardLevelMetrics = new TreeSet<>();

  StreamSettings(StreamMode mode) {
    this.mode = mode;
  }

  StreamMode mode() {
    return mode;
  }

  void mode(StreamMode mode) {
    this.mode = mode;
  }

  Distribution distribution() {
    return distribution;
  }

  void distribution(Distribution distribution) {
    this.distribution = distribution;
  }

  int retentionHours() {
    return retentionHours;
  }

  void retentionHours(int retentionHours) {
    this.retentionHours = retentionHours;
  }

  int maxRecordBytes() {
    return maxRecordBytes;
  }

  void maxRecordBytes(int maxRecordBytes) {
    this.maxRecordBytes = maxRecordBytes;
  }

  int maxPutBytes() {
    return maxRecordBytes > Limits.DEFAULT_MAX_RECORD_BYTES
        ? Limits.MAX_LARGE_PUT_BYTES
        : Limits.MAX_PUT_BYTES;
  }

  boolean encrypted() {
    return encryptionKeyId != null;
  }

  void encryptionKeyId(@Nullable String encryptionKeyId) {
    this.encryptionKeyId = encryptionKeyId;
  }

  void warmThroughputMibps(@Nullable Integer warmThroughputMibps) {
    this.warmThroughputMibps = warmThroughputMibps;
  }

  @Nullable String policy() {
    return policy;
  }

  void policy(@Nullable String policy) {
    this.policy = policy;
  }

  SortedSet<String> shardLevelMetrics() {
    return shardLevelMetrics;
  }

  StreamView.Settings view() {
    return new StreamView.Settings(
        mode,
        distribution,
        retentionHours,
        maxRecordBytes / 1024,
        encryptionKeyId,
        List.copyOf(shardLevelMetrics),
        warmThroughputMibps);
  }
}
