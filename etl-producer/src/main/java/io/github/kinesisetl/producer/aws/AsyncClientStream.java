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
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;

/** One stream behind the SDK's asynchronous client; each call waits for its answer. */
final class AsyncClientStream implements KinesisStream {

  private final KinesisAsyncClient client;
  private final String streamName;

  AsyncClientStream(KinesisAsyncClient client, String streamName) {
    this.client = requireNonNull(client, "client");
    this.streamName = requireNonNull(streamName, "streamName");
  }

  @Override
  public List<EntryResult> send(List<Entry> entries) {
    try {
      return ClientMessages.results(
          answer(client.putRecords(ClientMessages.putRecords(streamName, entries))));
    } catch (SdkException e) {
      return Collections.nCopies(entries.size(), Failures.of(e));
    }
  }

  @Override
  public List<OpenShard> openShards() {
    try {
      List<OpenShard> open = new ArrayList<>();
      String nextToken = null;
      do {
        ListShardsResponse page =
            answer(client.listShards(ClientMessages.listShards(streamName, nextToken)));
        open.addAll(ClientMessages.openShards(page));
        nextToken = page.nextToken();
      } while (nextToken != null);
      return open;
    } catch (SdkException e) {
      throw Failures.cannot("list the shards of", streamName, e);
    }
  }

  @Override
  public StreamTraits traits() {
    try {
      return ClientMessages.traits(
          answer(client.describeStreamSummary(r -> r.streamName(streamName))));
    } catch (SdkException e) {
      return Failures.unlessDenied(streamName, e);
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
