// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.http;

import io.github.kinesisetl.local.fault.RequestScript.AnswerFate;
import io.github.kinesisetl.local.http.Exchange.Outcome;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the requests of one connection, or the one request of an HTTP/2 stream. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close ends in exceptionCaught
final class RequestHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

  private static final Logger LOG = LoggerFactory.getLogger(RequestHandler.class);

  private final ByteBudget budget;
  private final Exchange exchange;

  RequestHandler(Front front, ByteBudget budget) {
    this.budget = budget;
    this.exchange = new Exchange(front);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
    boolean keepAlive = HttpUtil.isKeepAlive(request) && request.decoderResult().isSuccess();
    Outcome outcome = exchange.run(request);
    if (outcome instanceof Outcome.Streaming streaming) {
      new FeedSender(ctx, streaming.feed()).start();
      return;
    }
    var whole = (Outcome.Whole) outcome;
    AnswerFate fate = whole.script().fateOfAnswer(whole.stored());
    long delayNanos = whole.script().latency().toNanos();
    if (delayNanos == 0) {
      send(ctx, whole.response(), fate, keepAlive);
    } else {
      ctx.executor()
          .schedule(
              () -> send(ctx, whole.response(), fate, keepAlive), delayNanos, TimeUnit.NANOSECONDS);
    }
  }

  private void send(
      ChannelHandlerContext ctx, FullHttpResponse response, AnswerFate fate, boolean keepAlive) {
    switch (fate) {
      case SENT -> {
        ChannelFuture sent = sendWhole(ctx, response);
        if (!keepAlive) {
          sent.addListener(ChannelFutureListener.CLOSE);
        }
      }
      case LOST -> {
        response.release();
        connection(ctx).close();
      }
      case RESET -> sendHalf(ctx, response);
    }
  }

  /** Sends an answer, which stays in the budget until the client has taken it. */
  private ChannelFuture sendWhole(ChannelHandlerContext ctx, FullHttpResponse response) {
    int bytes = response.content().readableBytes();
    if (budget.take(ctx.channel(), bytes)) {
      return ctx.writeAndFlush(response).addListener(taken -> budget.give(ctx.channel(), bytes));
    }
    response.release();
    return ctx.writeAndFlush(Responses.busy());
  }

  /** Sends a head that promises one byte more than there is, half a body, and a reset. */
  private static void sendHalf(ChannelHandlerContext ctx, FullHttpResponse response) {
    int length = response.content().readableBytes();
    response.headers().set(HttpHeaderNames.CONTENT_LENGTH, length + 1);
    ctx.write(new DefaultHttpResponse(HttpVersion.HTTP_1_1, response.status(), response.headers()));
    ctx.writeAndFlush(new DefaultHttpContent(response.content().slice(0, length / 2)))
        .addListener(written -> reset(connection(ctx)));
  }

  /** Closes with a TCP reset rather than in good order. */
  private static void reset(Channel connection) {
    connection.config().setOption(ChannelOption.SO_LINGER, 0);
    connection.close();
  }

  private static Channel connection(ChannelHandlerContext ctx) {
    return ByteBudget.connectionOf(ctx.channel());
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof IOException) {
      LOG.debug("a client broke its connection", cause);
    } else {
      LOG.warn("a connection failed", cause);
    }
    ctx.close();
  }
}
