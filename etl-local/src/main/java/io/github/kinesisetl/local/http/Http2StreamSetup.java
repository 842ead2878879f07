// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;

/** Makes each stream of an HTTP/2 connection look like a connection of HTTP/1.1. */
final class Http2StreamSetup extends ChannelInitializer<Channel> {

  private final Front front;
  private final ByteBudget budget;

  Http2StreamSetup(Front front, ByteBudget budget) {
    this.front = front;
    this.budget = budget;
  }

  @Override
  protected void initChannel(Channel channel) {
    channel
        .pipeline()
        .addLast(
            new Http2StreamFrameToHttpObjectCodec(true),
            new BodyBound(budget),
            new BodyCollector(),
            new RequestHandler(front, budget));
  }

  @Override
  public boolean isSharable() {
    return true;
  }
}
