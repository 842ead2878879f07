// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.http;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets a body in while the budget of all connections has room for it, and for as long as a body may
 * take to come.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close ends in exceptionCaught
final class BodyBound extends ChannelInboundHandlerAdapter {

  /** A body of one-byte packets costs this for each of them. */
  private static final int PACKET_BYTES = 256;

  private static final Duration MAX_TIME = Duration.ofMinutes(1);

  private final ByteBudget budget;
  private long held;
  private boolean refused;
  private @Nullable Future<?> deadline;

  BodyBound(ByteBudget budget) {
    this.budget = budget;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (refused) {
      ReferenceCountUtil.release(message);
    } else if (message instanceof HttpContent content) {
      read(ctx, content);
    } else {
      ctx.fireChannelRead(message);
    }
  }

  private void read(ChannelHandlerContext ctx, HttpContent content) {
    long cost = PACKET_BYTES + (long) content.content().readableBytes();
    if (!budget.take(ctx.channel(), cost)) {
      refused = true;
      content.release();
      ctx.writeAndFlush(Responses.busy()).addListener(ChannelFutureListener.CLOSE);
      return;
    }
    held += cost;
    boolean last = content instanceof LastHttpContent;
    if (!last && deadline == null) {
      deadline = ctx.executor().schedule(() -> ctx.close(), MAX_TIME.toSeconds(), TimeUnit.SECONDS);
    }
    ctx.fireChannelRead(content); // answers the last one before it returns
    if (last) {
      settle(ctx);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    settle(ctx);
    ctx.fireChannelInactive();
  }

  private void settle(ChannelHandlerContext ctx) {
    budget.give(ctx.channel(), held);
    held = 0;
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
  }
}
