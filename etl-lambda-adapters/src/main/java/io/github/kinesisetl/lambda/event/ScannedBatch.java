// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.event;

import io.github.kinesisetl.engine.entry.EntryBatch;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Entries as numbers: where their parts lie in the payload, and in the decoded data. What is out of
 * the ordinary (escapes, broken base64) stands beside them. Filled by one thread.
 */
final class ScannedBatch implements EntryBatch {

  /** Stands for the key of an entry that has none. */
  private static final String NO_KEY = "unknown";

  private static final int COLUMNS = 9;
  private static final int DATA = 0;
  private static final int DATA_BYTES = 1;
  private static final int SIBLINGS = 8;

  private byte[] payload = new byte[0];
  private byte[] decoded = new byte[0];
  private int decodedBytes;
  private int[] parts = new int[128 * COLUMNS];
  private long[] arrivals = new long[128];
  private int size;
  private final Map<Integer, Oddity> oddities = new HashMap<>();
  private boolean anyOddity; // asked of every entry, several times
  private String lastShardId = "";

  /** Forgets all entries, and makes room for the data of a payload. */
  void begin(byte[] bytes, int sizeBytes) {
    payload = bytes;
    size = 0;
    decodedBytes = 0;
    oddities.clear();
    anyOddity = false;
    int atMost = sizeBytes / 4 * 3 + 3;
    if (decoded.length < atMost) {
      decoded = new byte[atMost];
    }
  }

  /** Lets go of the payload, which somebody else owns. */
  void release() {
    payload = new byte[0];
  }

  /** Where the next entry's data is to be decoded to. */
  byte[] decoded() {
    return decoded;
  }

  int decodedBytes() {
    return decodedBytes;
  }

  void text(Part part, int from, int to) {
    int column = column(part);
    parts[column] = from;
    parts[column + 1] = to;
  }

  void arrival(long millis) {
    arrivals[size] = millis;
  }

  void data(int decodedTo) {
    parts[size * COLUMNS + DATA] = decodedBytes;
    parts[size * COLUMNS + DATA_BYTES] = decodedTo - decodedBytes;
    decodedBytes = decodedTo;
  }

  Oddity oddity() {
    anyOddity = true;
    return oddities.computeIfAbsent(size, index -> new Oddity());
  }

  /** Makes the entry that was begun ready to be filled from nothing. */
  void clear() {
    Arrays.fill(parts, size * COLUMNS, (size + 1) * COLUMNS, 0);
    arrivals[size] = 0;
    oddities.remove(size);
  }

  boolean hasSequenceNumber() {
    int column = column(Part.SEQUENCE_NUMBER);
    return parts[column + 1] > parts[column];
  }

  /** Completes the entry. */
  void add() {
    parts[size * COLUMNS + SIBLINGS] = size > 0 && isSibling() ? siblingsBefore(size - 1) + 1 : 0;
    size++;
    if (size == arrivals.length) {
      parts = Arrays.copyOf(parts, 2 * parts.length);
      arrivals = Arrays.copyOf(arrivals, 2 * size);
    }
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public byte[] array(int index) {
    Oddity odd = odd(index);
    return odd == null || odd.data == null ? decoded : odd.data;
  }

  @Override
  public int offset(int index) {
    Oddity odd = odd(index);
    return odd == null || odd.data == null ? parts[index * COLUMNS + DATA] : 0;
  }

  @Override
  public int sizeBytes(int index) {
    Oddity odd = odd(index);
    return odd == null || odd.data == null ? parts[index * COLUMNS + DATA_BYTES] : odd.data.length;
  }

  @Override
  public String partitionKey(int index) {
    Oddity odd = odd(index);
    String key =
        odd == null || odd.partitionKey == null
            ? text(Part.PARTITION_KEY, index)
            : odd.partitionKey;
    return key.isEmpty() ? NO_KEY : key;
  }

  @Override
  public String sequenceNumber(int index) {
    return text(Part.SEQUENCE_NUMBER, index);
  }

  @Override
  public String shardId(int index) {
    Oddity odd = odd(index);
    if (odd != null && odd.eventId != null) {
      return odd.eventId.substring(0, Math.max(0, odd.eventId.indexOf(':')));
    }
    int from = parts[column(Part.EVENT_ID, index)];
    int to = parts[column(Part.EVENT_ID, index) + 1];
    int colon = from;
    while (colon < to && payload[colon] != ':') {
      colon++;
    }
    if (colon == to) {
      return "";
    }
    String shardId = new String(payload, from, colon - from, StandardCharsets.ISO_8859_1);
    if (!shardId.equals(lastShardId)) {
      lastShardId = shardId; // one string for a batch; a race costs another string
    }
    return lastShardId;
  }

  @Override
  public long arrivalMillis(int index) {
    return arrivals[index];
  }

  @Override
  public @Nullable String defect(int index) {
    Oddity odd = odd(index);
    return odd == null ? null : odd.defect;
  }

  @Override
  public int siblingsBefore(int index) {
    return parts[index * COLUMNS + SIBLINGS];
  }

  private boolean isSibling() {
    int before = column(Part.SEQUENCE_NUMBER, size - 1);
    int now = column(Part.SEQUENCE_NUMBER);
    int beforeTo = parts[before + 1];
    int nowTo = parts[now + 1];
    return payload[beforeTo - 1] == payload[nowTo - 1] // numbers mostly differ at their ends
        && Arrays.equals(payload, parts[before], beforeTo, payload, parts[now], nowTo);
  }

  private @Nullable Oddity odd(int index) {
    return anyOddity ? oddities.get(index) : null;
  }

  private String text(Part part, int index) {
    int from = parts[column(part, index)];
    int to = parts[column(part, index) + 1];
    return new String(payload, from, to - from, StandardCharsets.ISO_8859_1);
  }

  private int column(Part part) {
    return column(part, size);
  }

  private static int column(Part part, int index) {
    return index * COLUMNS + part.column;
  }

  /** A part that lies in the payload as text. */
  enum Part {
    PARTITION_KEY(2),
    SEQUENCE_NUMBER(4),
    EVENT_ID(6);

    private final int column;

    Part(int column) {
      this.column = column;
    }
  }

  /** What is out of the ordinary about an entry. */
  static final class Oddity {
    private @Nullable String partitionKey;
    private @Nullable String eventId;
    private byte @Nullable [] data;
    private @Nullable String defect;

    void partitionKey(String text) {
      partitionKey = text;
    }

    void eventId(String text) {
      eventId = text;
    }

    void defect(String what, byte[] delivered) {
      defect = what;
      data = delivered;
    }
  }
}
