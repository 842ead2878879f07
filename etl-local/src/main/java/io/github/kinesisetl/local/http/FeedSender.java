// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.http;

import io.github.kinesisetl.local.wire.Feed;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a feed as its events come. It looks for them at short intervals, and not while the client
 * is slower than its events. Runs on the connection's thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the connection
final class FeedSender {

  private static final Logger LOG = LoggerFactory.getLogger(FeedSender.class);
  private static final Duration INTERVAL = Duration.ofMillis(20);
  private static final Duration HEARTBEAT = Duration.ofSeconds(5);

  private final ChannelHandlerContext ctx;
  private final Feed feed;
  private long lastSentNanos;
  private @Nullable Future<?> ticks;

  FeedSender(ChannelHandlerContext ctx, Feed feed) {
    this.ctx = ctx;
    this.feed = feed;
  }

  void start() {
    var response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, Feed.CONTENT_TYPE);
    Responses.setRequestId(response.headers());
    HttpUtil.setTransferEncodingChunked(response, true);
    ctx.write(response);
    send(feed.first());
    ticks =
        ctx.executor()
            .scheduleWithFixedDelay(this::tick, 0, INTERVAL.toNanos(), TimeUnit.NANOSECONDS);
    ticks.addListener(ended -> {
      if (!ended.isCancelled()) {
        LOG.warn("a subscription failed inside the server", ended.cause());
        ctx.close();
      }
    });
    ctx.channel().closeFuture().addListener(closed -> stop());
  }

  private void tick() {
    if (!ctx.channel().isWritable()) {
      return;
    }
    send(feed.next(System.nanoTime() - lastSentNanos > HEARTBEAT.toNanos()));
    if (feed.isOver()) {
      stop();
      ctx.writeAndFlush(new DefaultLastHttpContent()).addListener(ChannelFutureListener.CLOSE);
    }
  }

  private void send(byte[] bytes) {
    if (bytes.length > 0) {
      lastSentNanos = System.nanoTime();
      ctx.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(bytes)));
    }
  }

  private void stop() {
    feed.cancel();
    if (ticks != null) {
      ticks.cancel(false);
    }
  }
}
