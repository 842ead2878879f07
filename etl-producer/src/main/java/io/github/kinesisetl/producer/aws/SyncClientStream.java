// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.aws;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.producer.spi.Entry;
import io.github.kinesisetl.producer.spi.EntryResult;
import io.github.kinesisetl.producer.spi.StreamTraits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;

/** One stream behind the SDK's synchronous client. */
final class SyncClientStream implements KinesisStream {

  private final KinesisClient client;
  private final String streamName;

  SyncClientStream(KinesisClient client, String streamName) {
    this.client = requireNonNull(client, "client");
    this.streamName = requireNonNull(streamName, "streamName");
  }

  @Override
  public List<EntryResult> send(List<Entry> entries) {
    try {
      return ClientMessages.results(
          client.putRecords(ClientMessages.putRecords(streamName, entries)));
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
            client.listShards(ClientMessages.listShards(streamName, nextToken));
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
      return ClientMessages.traits(client.describeStreamSummary(r -> r.streamName(streamName)));
    } catch (SdkException e) {
      return Failures.unlessDenied(streamName, e);
    }
  }

  /** Leaves the client to whoever made it. */
  @Override
  public void close() {}
}
