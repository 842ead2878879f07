// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.pipeline;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.RecordPosition;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A record that was given up, with what is needed to understand it and to put it back.
 *
 * @param stage where it was given up: {@code read}, {@code decode}, {@code validate} or the name of
 *     a processor
 * @param reason what was wrong, by field, rule and shape; quotes no payload
 * @param position where it lies on its stream
 * @param record its original bytes, key and id; only the beginning of the bytes if it is cut
 * @param isCut whether the record is no longer what was put, and so nothing to put back: its whole
 *     lies on the stream for as long as that keeps it
 * @since 0.1.0
 */
public record DeadLetter(
    String stage, String reason, RecordPosition position, EventRecord record, boolean isCut) {

  /** Bytes of the payload that a letter in its {@linkplain #shortest() shortest form} keeps. */
  public static final int CUT_BYTES = 4 << 10;

  private static final int MAX_KEY = 256;
  private static final int MAX_STAGE = 100;
  private static final int MAX_REASON = 1_000;

  /** Checks that everything is there. */
  public DeadLetter {
    requireNonNull(stage, "stage");
    requireNonNull(reason, "reason");
    requireNonNull(position, "position");
    requireNonNull(record, "record");
  }

  /**
   * A letter with all of its record.
   *
   * @param stage where it was given up
   * @param reason what was wrong, without payload
   * @param position where it lies on its stream
   * @param record its original bytes, key and id
   */
  public DeadLetter(String stage, String reason, RecordPosition position, EventRecord record) {
    this(stage, reason, position, record, false);
  }

  /**
   * The last form of a letter, which every place that takes letters at all has room for: some 8 KiB
   * of JSON at most, in printable ASCII.
   *
   * @return a letter that is cut: the first {@value #CUT_BYTES} bytes of the record, their whole by
   *     size and SHA-256 in the reason, other characters replaced by question marks
   */
  public DeadLetter shortest() {
    byte[] data = record.copyData();
    String shape = "cut from %d bytes with SHA-256 %s: ".formatted(data.length, sha256(data));
    String key = plain(record.partitionKey(), MAX_KEY);
    EventRecord head =
        EventRecord.of(
                key.isEmpty() ? "?" : key, Arrays.copyOf(data, Math.min(CUT_BYTES, data.length)))
            .withId(record.id());
    return new DeadLetter(
        plain(stage, MAX_STAGE), shape + plain(reason, MAX_REASON), position, head, true);
  }

  private static String plain(String text, int maxLength) {
    return text.substring(0, Math.min(maxLength, text.length())).replaceAll("[^ -~]", "?");
  }

  private static String sha256(byte[] data) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(data));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
