// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.aws;

import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.core.record.HashKeyRange;
import io.github.kinesisetl.producer.spi.Entry;
import io.github.kinesisetl.producer.spi.EntryResult;
import io.github.kinesisetl.producer.spi.EntryResult.Stored;
import io.github.kinesisetl.producer.spi.ShardDirectory.OpenShard;
import io.github.kinesisetl.producer.spi.StreamTraits;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryResponse;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardFilterType;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;

/** Between our words and the requests and responses of the SDK's clients. */
final class ClientMessages {

  private ClientMessages() {}

  static PutRecordsRequest putRecords(StreamId stream, List<Entry> entries) {
    List<PutRecordsRequestEntry> items = new ArrayList<>(entries.size());
    for (Entry entry : entries) {
      HashKey hashKey = entry.explicitHashKey();
      items.add(
          PutRecordsRequestEntry.builder()
              .partitionKey(entry.partitionKey())
              .explicitHashKey(hashKey == null ? null : hashKey.toString())
              .data(SdkBytes.fromByteArrayUnsafe(entry.copyData()))
              .build());
    }
    return PutRecordsRequest.builder()
        .streamName(stream.name())
        .streamARN(stream.arn())
        .records(items)
        .build();
  }

  static List<EntryResult> results(PutRecordsResponse response) {
    return response.records().stream().map(ClientMessages::result).toList();
  }

  static ListShardsRequest listShards(StreamId stream, @Nullable String nextToken) {
    if (nextToken != null) {
      return ListShardsRequest.builder().nextToken(nextToken).build();
    }
    return ListShardsRequest.builder()
        .streamName(stream.name())
        .streamARN(stream.arn())
        .shardFilter(filter -> filter.type(ShardFilterType.AT_LATEST))
        .build();
  }

  static List<OpenShard> openShards(ListShardsResponse page) {
    return page.shards().stream().map(ClientMessages::openShard).toList();
  }

  static StreamTraits traits(DescribeStreamSummaryResponse response) {
    StreamDescriptionSummary summary = response.streamDescriptionSummary();
    Integer kibibytes = summary.maxRecordSizeInKiB();
    String strategy = summary.recordDistributionStrategyAsString();
    return new StreamTraits(
        Descriptions.distribution(strategy == null ? "" : strategy),
        kibibytes == null
            ? StreamTraits.DEFAULT_MAX_RECORD_BYTES
            : Descriptions.recordBytes(kibibytes));
  }

  private static EntryResult result(PutRecordsResultEntry item) {
    return item.errorCode() == null
        ? new Stored(item.shardId(), item.sequenceNumber())
        : ServiceFailure.of(item.errorCode(), 0).toResult(item.errorMessage());
  }

  private static OpenShard openShard(Shard shard) {
    return new OpenShard(
        shard.shardId(),
        new HashKeyRange(
            HashKey.parse(shard.hashKeyRange().startingHashKey()),
            HashKey.parse(shard.hashKeyRange().endingHashKey())));
  }
}
