// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.http;

import io.github.kinesisetl.local.api.ErrorCode;
import io.github.kinesisetl.local.wire.Answer;
import io.github.kinesisetl.local.wire.Api;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;

/** Collects a request with its body, up to a bound. */
final class BodyCollector extends HttpObjectAggregator {

  /** 10 MiB of entries take 13.4 MiB in base64; the rest is for names and keys. */
  private static final int MAX_BODY_BYTES = 16 << 20;

  BodyCollector() {
    super(MAX_BODY_BYTES);
  }

  @Override
  protected void handleOversizedMessage(ChannelHandlerContext ctx, HttpMessage oversized) {
    var encoding = Api.encoding(oversized.headers().get(HttpHeaderNames.CONTENT_TYPE));
    Answer answer =
        Answer.error(
            encoding,
            ErrorCode.SERIALIZATION,
            "a request must have at most " + MAX_BODY_BYTES + " bytes");
    ctx.writeAndFlush(Responses.of(answer).setStatus(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE))
        .addListener(ChannelFutureListener.CLOSE);
  }
}
