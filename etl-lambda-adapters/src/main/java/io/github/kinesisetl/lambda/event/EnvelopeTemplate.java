// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.event;

import io.github.kinesisetl.core.json.JsonCursor;
import io.github.kinesisetl.lambda.event.ScannedBatch.Part;
import java.util.Arrays;
import java.util.EnumSet;

/**
 * The envelope of an entry as the last one had it: the text between the five parts that differ. The
 * next entry is mostly the same but for these, and to compare is many times cheaper than to parse.
 * It accepts nothing that the parser would read differently: the text between was JSON once, and
 * the parts are accepted only in their plainest form. Not safe for use by many threads.
 */
final class EnvelopeTemplate {

  /** What a match answers when the entry is not of this template. */
  static final int NO_MATCH = -1;

  /** Fields that differ from entry to entry. */
  enum Variable {
    PARTITION_KEY,
    SEQUENCE_NUMBER,
    DATA,
    ARRIVAL,
    EVENT_ID
  }

  private static final int VARIABLES = Variable.values().length;
  private static final int MAX_SECONDS_DIGITS = 11;
  private static final int[] MILLIS_OF_DECIMAL = {1000, 100, 10, 1};

  private final Base64Text base64 = new Base64Text();
  private final Variable[] order = new Variable[VARIABLES];
  private final int[] from = new int[VARIABLES];
  private final int[] to = new int[VARIABLES];
  private final byte[][] between = new byte[VARIABLES + 1][];
  private byte[] sequence =
      new byte[0]; // the lesson's number: the next begins with the same digits
  private byte[] shard = new byte[0]; // what stands before that number in the lesson's event id
  private int sequenceFrom;
  private int sequenceTo;
  private int seen;
  private boolean learned;

  /** Begins to learn from an entry that is being parsed. */
  void begin() {
    seen = 0;
    learned = false;
  }

  /** Notes a part in its plain form. One that is noted twice spoils the lesson. */
  void note(Variable variable, int begins, int ends) {
    if (seen < VARIABLES) {
      order[seen] = variable;
      from[seen] = begins;
      to[seen] = ends;
    }
    seen++;
  }

  /** Ends the lesson without a result: something was out of the ordinary. */
  void spoil() {
    seen = VARIABLES + 1;
  }

  /** Ends the lesson: if all parts were noted, each once, the rest of the entry is the template. */
  void learn(byte[] payload, int entryFrom, int entryTo) {
    learned = seen == VARIABLES && isEachOnce();
    if (!learned) {
      return;
    }
    int at = entryFrom;
    for (int i = 0; i < VARIABLES; i++) {
      between[i] = Arrays.copyOfRange(payload, at, from[i]);
      at = to[i];
    }
    between[VARIABLES] = Arrays.copyOfRange(payload, at, entryTo);
    learnNumber(payload);
  }

  private void learnNumber(byte[] payload) {
    int number = Arrays.asList(order).indexOf(Variable.SEQUENCE_NUMBER);
    int eventId = Arrays.asList(order).indexOf(Variable.EVENT_ID);
    sequence = Arrays.copyOfRange(payload, from[number], to[number]);
    shard = new byte[0];
    int shardTo = to[eventId] - sequence.length;
    boolean repeats =
        number < eventId
            && shardTo > from[eventId]
            && behind(sequence, payload, shardTo, to[eventId]) >= 0;
    if (repeats) {
      shard = Arrays.copyOfRange(payload, from[eventId], shardTo);
    }
  }

  /**
   * Reads an entry of the same envelope.
   *
   * @param payload holds it
   * @param at where it begins
   * @param end where the payload ends
   * @param batch receives its parts; they count only if there is a match
   * @return where the entry ends, or {@link #NO_MATCH}
   */
  int match(byte[] payload, int at, int end, ScannedBatch batch) {
    if (!learned) {
      return NO_MATCH;
    }
    int i = at;
    for (int k = 0; k < VARIABLES; k++) {
      i = behind(between[k], payload, i, end);
      if (i >= 0) {
        i = variable(order[k], payload, i, end, batch);
      }
      if (i < 0) {
        return NO_MATCH;
      }
    }
    i = behind(between[VARIABLES], payload, i, end);
    if (i >= 0) {
      batch.data(base64.writtenTo());
    }
    return i;
  }

  private boolean isEachOnce() {
    return EnumSet.copyOf(Arrays.asList(order)).size() == VARIABLES;
  }

  private static int behind(byte[] segment, byte[] payload, int at, int end) {
    int to = at + segment.length;
    return to <= end && Arrays.equals(segment, 0, segment.length, payload, at, to) ? to : NO_MATCH;
  }

  /** Where a part ends; the segment behind it begins with what ends it. */
  private int variable(Variable kind, byte[] payload, int at, int end, ScannedBatch batch) {
    return switch (kind) {
      case PARTITION_KEY -> text(Part.PARTITION_KEY, payload, at, end, batch);
      case EVENT_ID -> eventId(payload, at, end, batch);
      case SEQUENCE_NUMBER -> sequenceNumber(payload, at, end, batch);
      case ARRIVAL -> arrival(payload, at, end, batch);
      case DATA ->
          base64.decode(payload, at, end, batch.decoded(), batch.decodedBytes())
              ? base64.readTo()
              : NO_MATCH;
    };
  }

  private static int text(Part part, byte[] payload, int at, int end, ScannedBatch batch) {
    int to = JsonCursor.plainTextEnd(payload, at, end);
    batch.text(part, at, to);
    return to;
  }

  /**
   * The shard and the number of before, mostly: to compare is cheaper than to look at each byte.
   */
  private int eventId(byte[] payload, int at, int end, ScannedBatch batch) {
    int shardTo = shard.length == 0 ? NO_MATCH : behind(shard, payload, at, end);
    int to = shardTo + sequenceTo - sequenceFrom;
    if (shardTo < 0
        || to > end
        || !Arrays.equals(payload, sequenceFrom, sequenceTo, payload, shardTo, to)) {
      return text(Part.EVENT_ID, payload, at, end, batch);
    }
    batch.text(Part.EVENT_ID, at, to);
    return to;
  }

  private int sequenceNumber(byte[] payload, int at, int end, ScannedBatch batch) {
    int limit = Math.min(end, at + sequence.length);
    int differs = Arrays.mismatch(payload, at, limit, sequence, 0, limit - at);
    int to = digitsEnd(payload, differs < 0 ? limit : at + differs, end);
    batch.text(Part.SEQUENCE_NUMBER, at, to);
    sequenceFrom = at;
    sequenceTo = to;
    return to > at ? to : NO_MATCH;
  }

  /** Seconds with up to three decimals, as the service writes them; other forms are parsed. */
  private static int arrival(byte[] payload, int at, int end, ScannedBatch batch) {
    int dot = digitsEnd(payload, at, end);
    if (dot == at || dot - at > MAX_SECONDS_DIGITS || (payload[at] == '0' && dot > at + 1)) {
      return NO_MATCH;
    }
    long millis = number(payload, at, dot) * 1000;
    if (dot == end || payload[dot] != '.') {
      batch.arrival(millis);
      return dot;
    }
    int to = digitsEnd(payload, dot + 1, end);
    int decimals = to - dot - 1;
    if (decimals < 1 || decimals > 3) {
      return NO_MATCH;
    }
    batch.arrival(millis + number(payload, dot + 1, to) * MILLIS_OF_DECIMAL[decimals]);
    return to;
  }

  private static long number(byte[] payload, int from, int to) {
    long value = 0;
    for (int i = from; i < to; i++) {
      value = value * 10 + (payload[i] - '0');
    }
    return value;
  }

  private static int digitsEnd(byte[] payload, int from, int end) {
    int i = from;
    while (i < end && payload[i] >= '0' && payload[i] <= '9') {
      i++;
    }
    return i;
  }
}
