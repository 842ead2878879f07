// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection on which nothing moves: after a minute if something is under way on it, after
 * five if not. Clients of AWS give up their idle connections after one.
 */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the close
final class SilenceGuard extends IdleStateHandler {

  private static final Duration PERIOD = Duration.ofMinutes(1);
  private static final int MAX_IDLE_PERIODS = 5;

  private int idlePeriods;

  SilenceGuard() {
    super(true, 0, 0, PERIOD.toSeconds(), TimeUnit.SECONDS);
  }

  @Override
  protected void channelIdle(ChannelHandlerContext ctx, IdleStateEvent event) {
    idlePeriods = event.isFirst() ? 1 : idlePeriods + 1;
    if (idlePeriods >= MAX_IDLE_PERIODS || ByteBudget.heldFor(ctx.channel()) > 0) {
      ctx.close();
    }
  }
}
