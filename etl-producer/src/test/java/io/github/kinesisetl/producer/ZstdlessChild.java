// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.core.record.HashKeyRange;
import io.github.kinesisetl.producer.spi.EntryResult;
import io.github.kinesisetl.producer.spi.EntryResult.Stored;
import io.github.kinesisetl.producer.spi.RecordSender;
import io.github.kinesisetl.producer.spi.ShardDirectory;
import io.github.kinesisetl.producer.spi.ShardDirectory.OpenShard;
import io.github.kinesisetl.producer.spi.StreamTraits.Distribution;
import java.util.List;

/** A process in which zstd's library cannot be unpacked: tells of each mode how it opened. */
final class ZstdlessChild {

  private ZstdlessChild() {}

  public static void main(String[] args) {
    RecordSender sender =
        entries -> entries.stream().<EntryResult>map(entry -> new Stored("s", "1")).toList();
    ShardDirectory directory =
        () -> List.of(new OpenShard("s", new HashKeyRange(HashKey.MIN, HashKey.MAX)));
    for (OutputMode mode : OutputMode.values()) {
      var options =
          ProducerOptions.builder()
              .mode(mode)
              .assumedDistribution(Distribution.USER_PARTITION_KEY)
              .build();
      try (var producer =
          EventProducer.builder(TextCodec.UTF_8, text -> "key")
              .to(sender, directory)
              .options(options)
              .open()) {
        System.out.println(mode + " " + producer.put("event").join().getClass().getSimpleName());
      } catch (IllegalStateException e) {
        System.out.println(mode + " " + e.getMessage());
      }
    }
  }
}
