// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.wire;

import io.github.kinesisetl.local.api.KinesisError;
import io.github.kinesisetl.local.stream.ReadAnswer;
import io.github.kinesisetl.local.stream.Subscription;

/** The answer of SubscribeToShard: events over time. Used by one thread at a time. */
public final class Feed implements Reply {

  /** The content type of the whole answer. */
  public static final String CONTENT_TYPE = "application/vnd.amazon.eventstream";

  private static final byte[] NOTHING = {};

  private final Encoding encoding;
  private final Subscription subscription;

  Feed(Encoding encoding, Subscription subscription) {
    this.encoding = encoding;
    this.subscription = subscription;
  }

  /**
   * Returns the bytes to begin with.
   *
   * @return a whole event message
   */
  public byte[] first() {
    byte[] nothing = new AnswerWriter(encoding).toBytes();
    return EventMessage.event("initial-response", encoding.contentType(), nothing);
  }

  /**
   * Returns the bytes to go on with.
   *
   * @param heartbeat whether to return an event even if it is empty
   * @return a whole event message, or nothing
   */
  public byte[] next(boolean heartbeat) {
    if (subscription.isOver()) {
      return NOTHING;
    }
    try {
      ReadAnswer read = subscription.poll();
      boolean worthIt = heartbeat || !read.entries().isEmpty() || read.next() == null;
      return worthIt ? event(read) : NOTHING;
    } catch (KinesisError e) {
      byte[] payload = new AnswerWriter(encoding).text("message", e.getMessage()).toBytes();
      return EventMessage.exception(e.code().awsName(), encoding.contentType(), payload);
    }
  }

  /**
   * Tells whether nothing more will come.
   *
   * @return whether to end the answer
   */
  public boolean isOver() {
    return subscription.isOver();
  }

  /** Gives the subscription up, as the client has gone. */
  public void cancel() {
    subscription.cancel();
  }

  private byte[] event(ReadAnswer read) {
    var writer = new AnswerWriter(encoding);
    RecordOperations.writeEntries(writer, read.entries());
    writer
        .text("ContinuationSequenceNumber", read.next())
        .number("MillisBehindLatest", read.millisBehindLatest());
    if (!read.children().isEmpty()) {
      ShardOperations.writeChildren(writer, read.children());
    }
    return EventMessage.event("SubscribeToShardEvent", encoding.contentType(), writer.toBytes());
  }
}
