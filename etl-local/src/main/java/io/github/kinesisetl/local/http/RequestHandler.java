// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.http;

import io.github.kinesisetl.local.fault.FaultScript.AnswerFate;
import io.github.kinesisetl.local.stream.ErrorCode;
import io.github.kinesisetl.local.wire.Answer;
import io.github.kinesisetl.local.wire.Api;
import io.github.kinesisetl.local.wire.Feed;
import io.github.kinesisetl.local.wire.Reply;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http2.Http2StreamChannel;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the requests of one connection, or the one request of an HTTP/2 stream. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close ends in exceptionCaught
final class RequestHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

  private static final Logger LOG = LoggerFactory.getLogger(RequestHandler.class);
  private static final String TARGET = "x-amz-target";

  private final Front front;

  RequestHandler(Front front) {
    this.front = front;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
    String target = request.headers().get(TARGET);
    boolean keepAlive = HttpUtil.isKeepAlive(request) && request.decoderResult().isSuccess();
    Reply reply = reply(target, request);
    if (reply instanceof Feed feed) {
      new FeedSender(ctx, feed).start();
      return;
    }
    var answer = (Answer) reply;
    boolean stored = answer.error() == null && target != null && target.contains(".PutRecord");
    AnswerFate fate = front.script().fateOfAnswer(stored);
    long delayNanos = front.script().latency().toNanos();
    if (delayNanos == 0) {
      send(ctx, answer, fate, keepAlive);
    } else {
      ctx.executor()
          .schedule(() -> send(ctx, answer, fate, keepAlive), delayNanos, TimeUnit.NANOSECONDS);
    }
  }

  private Reply reply(@Nullable String target, FullHttpRequest request) {
    String contentType = request.headers().get(HttpHeaderNames.CONTENT_TYPE);
    if (!request.decoderResult().isSuccess()) {
      return Answer.error(
          Api.encoding(contentType), ErrorCode.SERIALIZATION, "the request is not valid HTTP");
    }
    if (front.script().failsRequest()) {
      return Answer.error(
          Api.encoding(contentType), ErrorCode.INTERNAL_FAILURE, "a scripted fault; try again");
    }
    try {
      return front.api().answer(target, contentType, ByteBufUtil.getBytes(request.content()));
    } catch (RuntimeException e) { // the outermost loop: a client must get an answer
      LOG.warn("a request to {} failed inside the server", target, e);
      return Answer.error(
          Api.encoding(contentType), ErrorCode.INTERNAL_FAILURE, "the server has a defect");
    }
  }

  private static void send(
      ChannelHandlerContext ctx, Answer answer, AnswerFate fate, boolean keepAlive) {
    HttpResponseStatus status = HttpResponseStatus.valueOf(answer.httpStatus());
    switch (fate) {
      case SENT -> {
        var sent = ctx.writeAndFlush(Responses.full(answer, status));
        if (!keepAlive) {
          sent.addListener(ChannelFutureListener.CLOSE);
        }
      }
      case LOST -> connection(ctx).close();
      case RESET -> {
        byte[] half = Arrays.copyOf(answer.body(), answer.body().length / 2);
        ctx.write(Responses.head(answer, status));
        ctx.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(half)))
            .addListener(written -> reset(connection(ctx)));
      }
    }
  }

  /** Closes with a TCP reset rather than in good order. */
  private static void reset(Channel connection) {
    connection.config().setOption(ChannelOption.SO_LINGER, 0);
    connection.close();
  }

  private static Channel connection(ChannelHandlerContext ctx) {
    Channel channel = ctx.channel();
    return channel instanceof Http2StreamChannel ? channel.parent() : channel;
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
