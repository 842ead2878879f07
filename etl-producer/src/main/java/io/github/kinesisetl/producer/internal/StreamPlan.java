// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal;

import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.core.record.HashKeyRange;
import io.github.kinesisetl.producer.OutputMode;
import io.github.kinesisetl.producer.ProducerOptions;
import io.github.kinesisetl.producer.spi.ShardDirectory;
import io.github.kinesisetl.producer.spi.ShardDirectory.OpenShard;
import io.github.kinesisetl.producer.spi.StreamTraits;
import io.github.kinesisetl.producer.spi.StreamTraits.Distribution;
import java.util.List;

/**
 * What the options come to on the stream at hand.
 *
 * @param maxRecordBytes largest entry, key included
 * @param tracksShards whether a record's shard can be predicted, and is part of what was promised
 */
public record StreamPlan(int maxRecordBytes, boolean tracksShards) {

  private static final HashKeyRange EVERYTHING = new HashKeyRange(HashKey.MIN, HashKey.MAX);

  /**
   * Asks the stream, once.
   *
   * @param options what is asked for
   * @param directory tells of the stream
   * @return what they come to
   * @throws IllegalStateException if the stream cannot do what the options ask for, or does not
   *     answer
   */
  public static StreamPlan of(ProducerOptions options, ShardDirectory directory) {
    StreamTraits traits = directory.traits();
    Distribution distribution = traits.distribution();
    if (distribution == Distribution.UNKNOWN) {
      distribution = options.encoding().assumedDistribution();
    }
    require(options, distribution);
    int maxRecordBytes = options.encoding().maxRecordBytes();
    if (maxRecordBytes == 0) {
      maxRecordBytes = traits.maxRecordBytes();
    } else if (traits.distribution() != Distribution.UNKNOWN
        && maxRecordBytes > traits.maxRecordBytes()) {
      throw new IllegalStateException(
          "maxRecordBytes is %d, but the stream takes records of at most %d bytes"
              .formatted(maxRecordBytes, traits.maxRecordBytes()));
    }
    return new StreamPlan(maxRecordBytes, distribution != Distribution.AUTO);
  }

  /**
   * The shards to write to.
   *
   * @param directory tells of the stream
   * @return the open shards; where the service chooses them, one that stands for all
   */
  public List<OpenShard> shards(ShardDirectory directory) {
    List<OpenShard> open = directory.openShards();
    return tracksShards ? open : List.of(new OpenShard("any", EVERYTHING));
  }

  private static void require(ProducerOptions options, Distribution distribution) {
    if (distribution == Distribution.AUTO && options.encoding().mode() == OutputMode.KPL) {
      throw new IllegalStateException(
          "mode is KPL, but the stream's record distribution is AUTO, where KCL drops KPL aggregates;"
              + " use mode DENSE or PLAIN");
    }
    if (distribution == Distribution.UNKNOWN && options.encoding().mode() == OutputMode.KPL) {
      throw new IllegalStateException(
          "mode is KPL, but nobody tells the stream's record distribution, and on AUTO KCL would drop"
              + " KPL aggregates; open the stream with KinesisStream.open and allow"
              + " kinesis:DescribeStreamSummary, or set assumedDistribution(USER_PARTITION_KEY)");
    }
    if (distribution == Distribution.AUTO && options.delivery().ordered()) {
      throw new IllegalStateException(
          "ordered is true, but the stream's record distribution is AUTO, which keeps no order; set"
              + " ordered(false)");
    }
  }
}
