// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Clients that begin and do not go on hold a bounded part of the heap, and not for ever. */
class SlowClientsTest {

  private static final int MIB = 1 << 20;

  private final ByteBudget budget = new ByteBudget(8 * MIB);
  private final List<EmbeddedChannel> clients = new ArrayList<>();

  @Test
  void read_bodiesThatDoNotEnd_areRefusedBeyondTheBudgetAndGivenBack() {
    for (int i = 0; i < 400; i++) {
      begin(connect());
    }

    assertThat(clients.stream().filter(EmbeddedChannel::isOpen)).hasSize(7); // one MiB and a head
    assertThat(statusFor(clients.get(399))).isEqualTo(503);
    assertThat(clients.get(399).isOpen()).isFalse();
    clients.forEach(EmbeddedChannel::finishAndReleaseAll);
    assertThat(budget.take(connect(), 8 * MIB)).isTrue();
  }

  @Test
  void read_bodyOfTinyPackets_isChargedForThePackets() {
    EmbeddedChannel client = connect();
    client.writeInbound(head());
    for (int i = 0; i < 8 * MIB / 256 && client.isOpen(); i++) {
      client.writeInbound(content(1));
    }

    assertThat(client.isOpen()).isFalse();
    assertThat(statusFor(client)).isEqualTo(503);
  }

  @Test
  void read_bodyThatTakesTooLong_endsItsConnection() {
    EmbeddedChannel client = connect();
    client.freezeTime();
    begin(client);
    for (int i = 0; i < 59; i++) {
      client.advanceTimeBy(1, TimeUnit.SECONDS);
      client.writeInbound(content(1)); // never silent
    }
    client.runScheduledPendingTasks();
    assertThat(client.isOpen()).isTrue();

    client.advanceTimeBy(1, TimeUnit.SECONDS);
    client.runScheduledPendingTasks();

    assertThat(client.isOpen()).isFalse();
    assertThat(budget.take(connect(), 8 * MIB)).isTrue();
  }

  @Test
  void read_manyWholeBodies_leaveNothingBehind() {
    EmbeddedChannel client = connect();
    for (int i = 0; i < 1_000; i++) {
      begin(client);
      client.writeInbound(new DefaultLastHttpContent(Unpooled.wrappedBuffer(new byte[10])));
      releaseInbound(client);
    }

    assertThat(client.isOpen()).isTrue();
    assertThat(ByteBudget.heldFor(client)).isZero();
    assertThat(budget.take(connect(), 8 * MIB)).isTrue();
  }

  private EmbeddedChannel connect() {
    var channel = new EmbeddedChannel(new BodyBound(budget));
    clients.add(channel);
    return channel;
  }

  private static void begin(EmbeddedChannel client) {
    client.writeInbound(head());
    client.writeInbound(content(MIB));
  }

  private static DefaultHttpRequest head() {
    return new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/");
  }

  private static HttpContent content(int bytes) {
    return new DefaultHttpContent(Unpooled.wrappedBuffer("x".repeat(bytes).getBytes(ISO_8859_1)));
  }

  private static void releaseInbound(EmbeddedChannel client) {
    while (client.readInbound() != null) {
      // nothing here is pooled
    }
  }

  private static int statusFor(EmbeddedChannel client) {
    HttpResponse response = client.readOutbound();
    return response.status().code();
  }
}
