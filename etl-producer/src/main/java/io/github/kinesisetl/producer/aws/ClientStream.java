// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.aws;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.producer.spi.Entry;
import io.github.kinesisetl.producer.spi.EntryResult;
import io.github.kinesisetl.producer.spi.StreamTraits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryRequest;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryResponse;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

/** One stream behind a client of the SDK; each call waits for its answer. */
final class ClientStream implements KinesisStream {

  private final StreamId stream;
  private final Function<PutRecordsRequest, PutRecordsResponse> putRecords;
  private final Function<ListShardsRequest, ListShardsResponse> listShards;
  private final Function<DescribeStreamSummaryRequest, DescribeStreamSummaryResponse> describe;

  ClientStream(KinesisClient client, String nameOrArn) {
    stream = StreamId.of(requireNonNull(nameOrArn, "nameOrArn"));
    putRecords = client::putRecords;
    listShards = client::listShards;
    describe = client::describeStreamSummary;
  }

  ClientStream(KinesisAsyncClient client, String nameOrArn) {
    stream = StreamId.of(requireNonNull(nameOrArn, "nameOrArn"));
    putRecords = request -> answer(client.putRecords(request));
    listShards = request -> answer(client.listShards(request));
    describe = request -> answer(client.describeStreamSummary(request));
  }

  @Override
  public List<EntryResult> send(List<Entry> entries) {
    try {
      return ClientMessages.results(putRecords.apply(ClientMessages.putRecords(stream, entries)));
    } catch (SdkException e) {
      return Collections.nCopies(
          entries.size(), ServiceFailure.of(e).toResult(ServiceFailure.chain(e)).ofRequest());
    }
  }

  @Override
  public List<OpenShard> openShards() {
    try {
      List<OpenShard> open = new ArrayList<>();
      String nextToken = null;
      do {
        ListShardsResponse page = listShards.apply(ClientMessages.listShards(stream, nextToken));
        open.addAll(ClientMessages.openShards(page));
        nextToken = page.nextToken();
      } while (nextToken != null);
      return open;
    } catch (SdkException e) {
      throw Descriptions.cannot("list the shards of", stream, ServiceFailure.of(e), e);
    } catch (IllegalArgumentException e) { // of a range that is none
      throw Descriptions.malformed("list the shards of", stream, e);
    }
  }

  @Override
  public StreamTraits traits() {
    var request =
        DescribeStreamSummaryRequest.builder()
            .streamName(stream.name())
            .streamARN(stream.arn())
            .build();
    try {
      return ClientMessages.traits(describe.apply(request));
    } catch (SdkException e) {
      return Descriptions.unlessDenied(stream, e);
    } catch (IllegalArgumentException e) { // of a size that is none
      throw Descriptions.malformed("describe", stream, e);
    }
  }

  /** Leaves the client to whoever made it. */
  @Override
  public void close() {}

  private static <T> T answer(CompletableFuture<T> call) {
    try {
      return call.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof SdkException sdk
          ? sdk
          : SdkClientException.create("the call failed", e);
    }
  }
}
