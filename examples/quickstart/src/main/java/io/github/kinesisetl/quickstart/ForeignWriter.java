// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.aggregate.RecordAggregator;
import io.github.kinesisetl.core.compress.Compressor;
import io.github.kinesisetl.core.record.EventRecord;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

/**
 * Other teams on the same stream: plain PutRecords without our producer, in every form that may lie
 * there, among them an aggregate with a wrong MD5 and a frame that is none.
 */
final class ForeignWriter {

  /** Forms in a round; the last two cannot be read. */
  static final int FORMS = 6;

  private final KinesisClient client;
  private final String streamName;

  ForeignWriter(KinesisClient client, String streamName) {
    this.client = client;
    this.streamName = streamName;
  }

  /**
   * Puts some events.
   *
   * @param events what is put; each round of {@value #FORMS} uses every form once
   * @return the same events as they were put: good, or broken with the stored bytes
   */
  List<ReplayEvent> put(List<ReplayEvent> events) {
    List<ReplayEvent> put = new ArrayList<>();
    List<PutRecordsRequestEntry> entries = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      ReplayEvent event = events.get(i);
      byte[] stored = stored(event, i % FORMS);
      put.add(i % FORMS < FORMS - 2 ? event : ReplayEvent.broken(event.partitionKey(), stored));
      entries.add(
          PutRecordsRequestEntry.builder()
              .partitionKey(event.partitionKey())
              .data(SdkBytes.fromByteArray(stored))
              .build());
    }
    int failed =
        client.putRecords(r -> r.streamName(streamName).records(entries)).failedRecordCount();
    if (failed > 0) {
      throw new IllegalStateException(failed + " of the foreign entries were not stored");
    }
    return put;
  }

  private static byte[] stored(ReplayEvent event, int form) {
    byte[] json = event.encoded();
    return switch (form) {
      case 0 -> json;
      case 1 -> gzip(json);
      case 2 -> aggregate(event.partitionKey(), json);
      case 3 -> aggregate(event.partitionKey(), gzip(json));
      case 4 -> wrongMd5(aggregate(event.partitionKey(), json));
      default -> noFrame(json);
    };
  }

  private static byte[] gzip(byte[] bytes) {
    try (Compressor gzip = Compressor.gzip()) {
      return gzip.compress(bytes);
    }
  }

  private static byte[] aggregate(String key, byte[] bytes) {
    var aggregator = RecordAggregator.kpl(1024);
    aggregator.add(EventRecord.of(key, bytes));
    return aggregator.finish(null);
  }

  private static byte[] wrongMd5(byte[] aggregate) {
    aggregate[aggregate.length - 1] ^= 1;
    return aggregate;
  }

  private static byte[] noFrame(byte[] json) {
    byte[] bytes = ("(\u00b5/\u00fd" + new String(json, UTF_8)).getBytes(UTF_8);
    bytes[0] = 0x28;
    bytes[1] = (byte) 0xb5;
    bytes[2] = 0x2f;
    bytes[3] = (byte) 0xfd;
    return bytes;
  }

  /** Numbers good events so that they can be told apart from those of the replay. */
  static List<ReplayEvent> events(WebLog log, int firstNumber, int count) {
    List<ReplayEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ObjectNode event = log.event(i);
      event.put(ReplayEvent.NUMBER, firstNumber + i);
      events.add(ReplayEvent.good(event.get("user_id").asText(), event));
    }
    return events;
  }
}
