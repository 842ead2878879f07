// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.aws;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.core.record.HashKeyRange;
import io.github.kinesisetl.producer.spi.Entry;
import io.github.kinesisetl.producer.spi.EntryResult;
import io.github.kinesisetl.producer.spi.EntryResult.Failed;
import io.github.kinesisetl.producer.spi.EntryResult.Failed.Kind;
import io.github.kinesisetl.producer.spi.EntryResult.Stored;
import io.github.kinesisetl.producer.spi.RecordSender;
import io.github.kinesisetl.producer.spi.ShardDirectory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardFilter;
import software.amazon.awssdk.services.kinesis.model.ShardFilterType;

/**
 * One stream behind the SDK's synchronous client. Safe for use by many threads, as the client is.
 *
 * <p>The client's own retries come before the producer's: they repeat a failed request as a whole,
 * a few times and unseen by the producer's metrics. Switch them off with {@code
 * AwsRetryStrategy.doNotRetry()} to leave all to the producer.
 */
public final class KinesisStream implements RecordSender, ShardDirectory {

  private static final String THROTTLED = "ProvisionedThroughputExceededException";

  /** Errors that sending again cannot mend. */
  private static final Set<String> PERMANENT =
      Set.of(
          "ResourceNotFoundException",
          "InvalidArgumentException",
          "ValidationException",
          "AccessDeniedException",
          "KMSAccessDeniedException",
          "KMSDisabledException",
          "KMSNotFoundException",
          "KMSOptInRequired",
          "UnrecognizedClientException");

  private final KinesisClient client;
  private final String streamName;

  /**
   * A stream.
   *
   * @param client the client; whoever made it closes it
   * @param streamName the stream's name
   */
  public KinesisStream(KinesisClient client, String streamName) {
    this.client = requireNonNull(client, "client");
    this.streamName = requireNonNull(streamName, "streamName");
  }

  @Override
  public List<EntryResult> send(List<Entry> entries) {
    List<PutRecordsRequestEntry> items = new ArrayList<>(entries.size());
    for (Entry entry : entries) {
      items.add(item(entry));
    }
    var request = PutRecordsRequest.builder().streamName(streamName).records(items).build();
    try {
      return client.putRecords(request).records().stream().map(KinesisStream::result).toList();
    } catch (SdkException e) {
      return Collections.nCopies(entries.size(), failure(e));
    }
  }

  @Override
  public List<OpenShard> openShards() {
    try {
      List<OpenShard> open = new ArrayList<>();
      String nextToken = null;
      do {
        ListShardsResponse page = client.listShards(listRequest(nextToken));
        page.shards().forEach(shard -> open.add(openShard(shard)));
        nextToken = page.nextToken();
      } while (nextToken != null);
      return open;
    } catch (SdkException e) {
      throw new IllegalStateException(
          "cannot list the shards of stream %s: %s".formatted(streamName, e.getMessage()), e);
    }
  }

  private ListShardsRequest listRequest(@Nullable String nextToken) {
    if (nextToken != null) {
      return ListShardsRequest.builder().nextToken(nextToken).build();
    }
    return ListShardsRequest.builder()
        .streamName(streamName)
        .shardFilter(ShardFilter.builder().type(ShardFilterType.AT_LATEST).build())
        .build();
  }

  private static OpenShard openShard(Shard shard) {
    return new OpenShard(
        shard.shardId(),
        new HashKeyRange(
            HashKey.parse(shard.hashKeyRange().startingHashKey()),
            HashKey.parse(shard.hashKeyRange().endingHashKey())));
  }

  private static PutRecordsRequestEntry item(Entry entry) {
    HashKey hashKey = entry.explicitHashKey();
    return PutRecordsRequestEntry.builder()
        .partitionKey(entry.partitionKey())
        .explicitHashKey(hashKey == null ? null : hashKey.toString())
        .data(SdkBytes.fromByteArrayUnsafe(entry.copyData()))
        .build();
  }

  private static EntryResult result(PutRecordsResultEntry item) {
    if (item.errorCode() == null) {
      return new Stored(item.shardId(), item.sequenceNumber());
    }
    return new Failed(item.errorCode(), kind(item.errorCode(), 0));
  }

  private static EntryResult failure(SdkException e) {
    if (e instanceof AwsServiceException service && service.awsErrorDetails() != null) {
      String code = service.awsErrorDetails().errorCode();
      return new Failed(code, kind(code, service.statusCode()));
    }
    return new Failed(e.getClass().getSimpleName(), Kind.TRANSIENT);
  }

  private static Kind kind(String errorCode, int statusCode) {
    if (errorCode.equals(THROTTLED) || statusCode == 429) {
      return Kind.THROTTLED;
    }
    return PERMANENT.contains(errorCode) ? Kind.PERMANENT : Kind.TRANSIENT;
  }
}
