// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.http;

import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.util.AttributeKey;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the server holds for all its clients together: bodies that are still coming, and answers
 * that are not yet taken. Without it, clients that send half a request or read half an answer would
 * fill the heap. Safe for use by many threads.
 */
final class ByteBudget {

  private static final AttributeKey<AtomicLong> HELD = AttributeKey.valueOf(ByteBudget.class, "");

  private final long maxBytes;
  private final AtomicLong bytes = new AtomicLong();

  ByteBudget(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Takes bytes for a connection, if there is room. */
  boolean take(Channel channel, long wanted) {
    if (bytes.addAndGet(wanted) > maxBytes) {
      bytes.addAndGet(-wanted);
      return false;
    }
    held(channel).addAndGet(wanted);
    return true;
  }

  /** Gives back what was taken. */
  void give(Channel channel, long taken) {
    bytes.addAndGet(-taken);
    held(channel).addAndGet(-taken);
  }

  /** Tells what is held for a connection. */
  static long heldFor(Channel channel) {
    return held(channel).get();
  }

  /** Finds the connection of a channel, which may be one stream of HTTP/2 on it. */
  static Channel connectionOf(Channel channel) {
    return channel instanceof Http2StreamChannel ? channel.parent() : channel;
  }

  private static AtomicLong held(Channel channel) {
    var held = connectionOf(channel).attr(HELD);
    AtomicLong value = held.get();
    if (value == null) {
      AtomicLong first = new AtomicLong();
      AtomicLong other = held.setIfAbsent(first);
      value = other == null ? first : other;
    }
    return value;
  }
}
