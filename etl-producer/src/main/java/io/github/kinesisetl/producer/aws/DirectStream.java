// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.aws;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.core.record.HashKeyRange;
import io.github.kinesisetl.core.record.RecordBuffer;
import io.github.kinesisetl.producer.spi.Entry;
import io.github.kinesisetl.producer.spi.EntryResult;
import io.github.kinesisetl.producer.spi.EntryResult.Stored;
import io.github.kinesisetl.producer.spi.StreamTraits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * One stream without the SDK's client: requests are written into a buffer of the sending thread, so
 * that an entry's bytes are copied once on their way to the connection.
 */
final class DirectStream implements KinesisStream {

  private static final int INITIAL_BYTES = 64 << 10;
  private static final CBORFactory CBOR = new CBORFactory();

  private final StreamId stream;
  private final SignedCalls calls;
  private final @Nullable SdkHttpClient ownHttp;
  private final ThreadLocal<RecordBuffer> bodies =
      ThreadLocal.withInitial(() -> new RecordBuffer(INITIAL_BYTES));

  DirectStream(StreamId stream, SignedCalls calls, @Nullable SdkHttpClient ownHttp) {
    this.stream = stream;
    this.calls = calls;
    this.ownHttp = ownHttp;
  }

  @Override
  public List<EntryResult> send(List<Entry> entries) {
    try {
      JsonNode answer = calls.call("PutRecords", body(out -> writeEntries(out, entries)));
      List<EntryResult> results = new ArrayList<>(entries.size());
      answer.path("Records").forEach(item -> results.add(result(item)));
      return results;
    } catch (CallException e) {
      return Collections.nCopies(
          entries.size(), e.failure().toResult(e.serviceMessage()).ofRequest());
    } catch (IOException | SdkException e) {
      return Collections.nCopies(
          entries.size(),
          ServiceFailure.notReached(e).toResult(ServiceFailure.chain(e)).ofRequest());
    }
  }

  @Override
  public List<OpenShard> openShards() {
    try {
      List<OpenShard> open = new ArrayList<>();
      String nextToken = "";
      do {
        String token = nextToken;
        JsonNode page = calls.call("ListShards", body(out -> writeListShards(out, token)));
        page.path("Shards").forEach(shard -> open.add(openShard(shard)));
        nextToken = page.path("NextToken").asText("");
      } while (!nextToken.isEmpty());
      return open;
    } catch (CallException e) {
      throw Descriptions.cannot("list the shards of", stream, e.failure(), e);
    } catch (IOException | SdkException e) {
      throw Descriptions.cannot("list the shards of", stream, ServiceFailure.notReached(e), e);
    } catch (IllegalArgumentException e) { // of a range that is none
      throw Descriptions.malformed("list the shards of", stream, e);
    }
  }

  @Override
  public StreamTraits traits() {
    try {
      JsonNode answer = calls.call("DescribeStreamSummary", body(this::writeStreamName));
      JsonNode summary = answer.path("StreamDescriptionSummary");
      int maxKibibytes = summary.path("MaxRecordSizeInKiB").asInt(1 << 10);
      return new StreamTraits(
          Descriptions.distribution(summary.path("RecordDistributionStrategy").asText("")),
          Descriptions.recordBytes(maxKibibytes));
    } catch (CallException e) {
      if (Descriptions.isDenied(e.failure())) {
        return Descriptions.denied(stream);
      }
      throw Descriptions.cannot("describe", stream, e.failure(), e);
    } catch (IOException | SdkException e) {
      throw Descriptions.cannot("describe", stream, ServiceFailure.notReached(e), e);
    } catch (IllegalArgumentException e) { // of a size that is none
      throw Descriptions.malformed("describe", stream, e);
    }
  }

  @Override
  public void close() {
    if (ownHttp != null) {
      ownHttp.close();
    }
  }

  private RecordBuffer body(Content content) {
    RecordBuffer body = bodies.get();
    body.clear();
    try (JsonGenerator out = CBOR.createGenerator(body)) {
      out.writeStartObject();
      content.write(out);
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a buffer does not fail
    }
    return body;
  }

  private void writeStreamName(JsonGenerator out) throws IOException {
    out.writeStringField(stream.isArn() ? "StreamARN" : "StreamName", stream.text());
  }

  private void writeEntries(JsonGenerator out, List<Entry> entries) throws IOException {
    writeStreamName(out);
    out.writeArrayFieldStart("Records");
    for (Entry entry : entries) {
      HashKey hashKey = entry.explicitHashKey();
      out.writeStartObject();
      out.writeStringField("PartitionKey", entry.partitionKey());
      if (hashKey != null) {
        out.writeStringField("ExplicitHashKey", hashKey.toString());
      }
      out.writeFieldName("Data");
      out.writeBinary(entry.array(), 0, entry.dataBytes());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private void writeListShards(JsonGenerator out, String nextToken) throws IOException {
    if (!nextToken.isEmpty()) {
      out.writeStringField("NextToken", nextToken);
      return;
    }
    writeStreamName(out);
    out.writeObjectFieldStart("ShardFilter");
    out.writeStringField("Type", "AT_LATEST");
    out.writeEndObject();
  }

  private static EntryResult result(JsonNode item) {
    String errorCode = item.path("ErrorCode").asText("");
    return errorCode.isEmpty()
        ? new Stored(item.path("ShardId").asText(), item.path("SequenceNumber").asText())
        : ServiceFailure.of(errorCode, 0).toResult(item.path("ErrorMessage").asText(""));
  }

  private static OpenShard openShard(JsonNode shard) {
    JsonNode range = shard.path("HashKeyRange");
    return new OpenShard(
        shard.path("ShardId").asText(),
        new HashKeyRange(
            HashKey.parse(range.path("StartingHashKey").asText()),
            HashKey.parse(range.path("EndingHashKey").asText())));
  }

  private interface Content {
    void write(JsonGenerator out) throws IOException;
  }
}
