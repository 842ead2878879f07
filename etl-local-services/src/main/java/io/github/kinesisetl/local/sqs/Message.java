// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.sqs;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A message in a queue. The monitor of {@link Queues} guards it. */
final class Message {

  private static final int OVERHEAD_BYTES = 256;

  private final String id;
  private final NewMessage content;
  private final long sentMillis;
  private final long sequenceNumber;
  private final @Nullable String deadLetterSource;
  private long visibleFrom;
  private boolean isInFlight;
  private int receiveCount;
  private long firstReceivedMillis;

  Message(String id, NewMessage content, long sentMillis, long sequenceNumber) {
    this(id, content, sentMillis, sequenceNumber, null);
  }

  private Message(
      String id,
      NewMessage content,
      long sentMillis,
      long sequenceNumber,
      @Nullable String deadLetterSource) {
    this.id = id;
    this.content = content;
    this.sentMillis = sentMillis;
    this.sequenceNumber = sequenceNumber;
    this.deadLetterSource = deadLetterSource;
    this.visibleFrom = sentMillis;
  }

  /** The message as it lies in a dead-letter queue: visible, and still as old as it was. */
  Message deadFrom(String sourceArn) {
    var dead = new Message(id, content, sentMillis, sequenceNumber, sourceArn);
    dead.receiveCount = receiveCount;
    dead.firstReceivedMillis = firstReceivedMillis;
    return dead;
  }

  String id() {
    return id;
  }

  NewMessage content() {
    return content;
  }

  long sentMillis() {
    return sentMillis;
  }

  long sequenceNumber() {
    return sequenceNumber;
  }

  @Nullable String deadLetterSource() {
    return deadLetterSource;
  }

  int receiveCount() {
    return receiveCount;
  }

  long firstReceivedMillis() {
    return firstReceivedMillis;
  }

  int bytes() {
    return content.bytes() + OVERHEAD_BYTES;
  }

  boolean isVisible(long now) {
    return now >= visibleFrom;
  }

  /** Whether somebody has it and is still given time. */
  boolean isInFlight(long now) {
    return isInFlight && !isVisible(now);
  }

  void hideUntil(long millis) {
    visibleFrom = millis;
  }

  void receive(long now, long hiddenUntil) {
    if (receiveCount++ == 0) {
      firstReceivedMillis = now;
    }
    isInFlight = true;
    visibleFrom = hiddenUntil;
  }

  /** Names the latest time that it was received. */
  String receiptHandle() {
    byte[] text = (id + "#" + receiveCount).getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().encodeToString(text);
  }

  /** The message that a receipt handle is about. */
  static String idOf(String receiptHandle) {
    try {
      String text =
          new String(Base64.getUrlDecoder().decode(receiptHandle), StandardCharsets.UTF_8);
      if (text.matches("[0-9a-f-]{36}#[0-9]+")) {
        return text.substring(0, text.indexOf('#'));
      }
    } catch (IllegalArgumentException e) {
      // not base64: refused like every other text that is no handle
    }
    throw Refusal.of("ReceiptHandleIsInvalid", "The input receipt handle is invalid.");
  }
}
