// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kinesisetl.core.aggregate.RecordAggregator;
import io.github.kinesisetl.core.aggregate.internal.AggregateIds;
import io.github.kinesisetl.core.compress.Compressor;
import io.github.kinesisetl.core.record.EventRecord;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** The events of the race, packed as Lambda delivers them. */
public final class Payloads {

  /** Most bytes of an invocation. */
  static final int MAX_BYTES = 6 << 20;

  private static final int AGGREGATE_BYTES = 51_000;
  private static final int FRAMED_BYTES = 400_000;
  private static final String ORDER = "order";
  private static final String[] TYPES = {"view", "click", "buy", "find"};

  private Payloads() {}

  static boolean isOrder(Map<String, String> environment) {
    return ORDER.equals(environment.get(OursHandler.EVENT));
  }

  /** What lies on the stream. */
  enum Data {
    /** One event of 505 bytes an entry. */
    ORDERS("505 B records", ORDER),
    /** One event of the guide an entry. */
    SEEDS("guide's events", "seed"),
    /** KPL aggregates of the guide's events. */
    AGGREGATES("KPL aggregates", "seed"),
    /** The same in frames, larger ones. */
    FRAMED("zstd(aggregate)", "seed"),
    /** As mode {@code DENSE} writes them, as large. */
    DENSE("dense frames", "seed");

    private final String title;
    private final String event;

    Data(String title, String event) {
      this.title = title;
      this.event = event;
    }

    String title() {
      return title;
    }

    String event() {
      return event;
    }

    boolean isFramed() {
      return this == FRAMED || this == DENSE;
    }
  }

  /**
   * A payload.
   *
   * @param bytes the event
   * @param entries its entries
   * @param records the records in them
   */
  @SuppressWarnings("ArrayRecordComponent") // is never compared
  record Payload(byte[] bytes, int entries, int records) {}

  /** As many entries as an invocation takes, or fewer. */
  static Payload pack(Data data, int maxEntries) {
    var random = new Random(7);
    var out = new ByteArrayOutputStream(MAX_BYTES);
    out.writeBytes("{\"Records\":[".getBytes(UTF_8));
    int entries = 0;
    int records = 0;
    while (entries < maxEntries) {
      Entry entry = entry(data, random);
      byte[] json = envelope(entries, entry.bytes());
      if (out.size() + json.length + 3 > MAX_BYTES) {
        break;
      }
      if (entries > 0) {
        out.write(',');
      }
      out.writeBytes(json);
      entries++;
      records += entry.records();
    }
    out.writeBytes("]}".getBytes(UTF_8));
    return new Payload(out.toByteArray(), entries, records);
  }

  private static Entry entry(Data data, Random random) {
    return switch (data) {
      case ORDERS -> new Entry(order(random).getBytes(UTF_8), 1);
      case SEEDS -> new Entry(seed(random).getBytes(UTF_8), 1);
      case AGGREGATES -> aggregate(RecordAggregator.kpl(AGGREGATE_BYTES), AGGREGATE_BYTES, random);
      case FRAMED -> framed(RecordAggregator.kpl(FRAMED_BYTES), Compressor.zstd(1), random);
      case DENSE ->
          framed(RecordAggregator.dense(FRAMED_BYTES), Compressor.zstdWithChecksum(1), random);
    };
  }

  private static Entry framed(RecordAggregator aggregator, Compressor zstd, Random random) {
    try (zstd) {
      Entry aggregate = aggregate(aggregator, FRAMED_BYTES, random);
      return new Entry(zstd.compress(aggregate.bytes()), aggregate.records());
    }
  }

  private static Entry aggregate(RecordAggregator aggregator, int maxBytes, Random random) {
    int records = 0;
    int bytes = 0;
    while (bytes < maxBytes - 200) {
      String event = seed(random);
      aggregator.add(EventRecord.of("user_" + random.nextInt(100), event.getBytes(UTF_8)));
      bytes += event.length() + 14;
      records++;
    }
    return new Entry(aggregator.finish(AggregateIds.fresh(random.nextLong(), 1)), records);
  }

  private static String seed(Random random) {
    return String.format(
        Locale.ROOT,
        "{\"user_id\":\"user_%d\",\"event_type\":\"%s\",\"timestamp\":\"2026-01-15T10:30:%02d.%06d\",\"value\":%.2f}",
        random.nextInt(10_000),
        TYPES[random.nextInt(4)],
        random.nextInt(60),
        random.nextInt(1_000_000),
        random.nextInt(100_000) / 100.0);
  }

  private static String order(Random random) {
    String json =
        String.format(
            Locale.ROOT,
            "{\"id\":\"%016x%016x\",\"type\":\"%s\",\"time\":\"2026-01-15T10:30:%02d.%06dZ\",\"customer\":\"customer-%06d\","
                + "\"session\":\"%016x\",\"page\":\"https://shop.example.com/products/%d?ref=%08x\","
                + "\"referrer\":\"https://www.partner.example/r?token=%08x\",\"agent\":\"Mozilla/5.0 (X11; Linux x86_64)"
                + " Chrome/%d.0 Safari/537.36\",\"country\":\"DE\",\"currency\":\"EUR\",\"amount\":%.2f,\"items\":%d,"
                + "\"discount\":%.2f,\"returning\":%b,\"shard\":%d,\"note\":\"",
            random.nextLong(),
            random.nextLong(),
            TYPES[random.nextInt(4)],
            random.nextInt(60),
            random.nextInt(1_000_000),
            random.nextInt(1_000_000),
            random.nextLong(),
            random.nextInt(50_000),
            random.nextInt(),
            random.nextInt(),
            100 + random.nextInt(40),
            random.nextInt(100_000) / 100.0,
            random.nextInt(20),
            random.nextInt(1_000) / 100.0,
            random.nextBoolean(),
            random.nextInt(64));
    return json + "n".repeat(505 - 2 - json.length()) + "\"}";
  }

  private static byte[] envelope(int number, byte[] data) {
    String sequence =
        String.format(Locale.ROOT, "4964033827157025649217%034d", number + 1_000_000L);
    String json =
        "{\"kinesis\":{\"kinesisSchemaVersion\":\"1.0\",\"partitionKey\":\"user_"
            + number % 10_000
            + "\",\"sequenceNumber\":\""
            + sequence
            + "\",\"data\":\""
            + Base64.getEncoder().encodeToString(data)
            + "\",\"approximateArrivalTimestamp\":1768473000."
            + String.format(Locale.ROOT, "%03d", number % 1000)
            + "},\"eventSource\":\"aws:kinesis\",\"eventVersion\":\"1.0\",\"eventID\":\"shardId-000000000006:"
            + sequence
            + "\",\"eventName\":\"aws:kinesis:record\",\"invokeIdentityArn\":"
            + "\"arn:aws:iam::123456789012:role/lambda-kinesis-role\",\"awsRegion\":\"us-east-1\","
            + "\"eventSourceARN\":\"arn:aws:kinesis:us-east-1:123456789012:stream/events\"}";
    return json.getBytes(UTF_8);
  }

  @SuppressWarnings("ArrayRecordComponent") // is never compared
  private record Entry(byte[] bytes, int records) {}
}
