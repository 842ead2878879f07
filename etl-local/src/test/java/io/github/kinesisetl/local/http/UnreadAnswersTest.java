// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.local.LocalClock;
import io.github.kinesisetl.local.fault.FaultScript;
import io.github.kinesisetl.local.limit.AccountOptions;
import io.github.kinesisetl.local.limit.Limit;
import io.github.kinesisetl.local.service.Service;
import io.github.kinesisetl.local.service.ServiceError;
import io.github.kinesisetl.local.service.ServiceName;
import io.github.kinesisetl.local.service.ServiceRequest;
import io.github.kinesisetl.local.service.ServiceResponse;
import io.github.kinesisetl.local.stream.Account;
import io.github.kinesisetl.local.tls.SelfSigned;
import io.github.kinesisetl.local.wire.Api;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client that asks and does not read holds a bounded part of the heap, and stops no other. */
class UnreadAnswersTest {

  private static final int MIB = 1 << 20;
  private static final byte[] GET =
      "GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(ISO_8859_1);
  private static final byte[] LAST_GET =
      "GET /x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes(ISO_8859_1);

  private final LocalServer server = LocalServer.start(0, front(16L * MIB));

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void get_thousandLargeAnswersUnread_areRefusedBeyondTheBudget() throws Exception {
    try (Socket greedy = connect()) {
      greedy.setReceiveBufferSize(MIB);
      for (int i = 1; i < 1_000; i++) {
        greedy.getOutputStream().write(GET);
      }
      greedy.getOutputStream().write(LAST_GET); // to end the output would end the answers, too
      String answers = new String(greedy.getInputStream().readAllBytes(), ISO_8859_1);

      assertThat(count(answers, "HTTP/1.1 (200|503)")).isEqualTo(1_000);
      assertThat(count(answers, "HTTP/1.1 503")).isPositive();
    }
    assertThat(oneMore()).startsWith("HTTP/1.1 200");
  }

  private String oneMore() throws IOException {
    try (Socket other = connect()) {
      other.getOutputStream().write(GET);
      return new String(other.getInputStream().readNBytes(12), ISO_8859_1);
    }
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), server.port());
  }

  private static long count(String text, String pattern) {
    return Pattern.compile(pattern).matcher(text).results().count();
  }

  private static Front front(long maxHeldBytes) {
    var clock = LocalClock.running();
    var options =
        new AccountOptions("us-east-1", Limit.keptByDefault(), 10, 16L * MIB, Duration.ZERO);
    var script = new FaultScript(clock);
    var large = new FaultyService(new LargeAnswers(), script.requests());
    return new Front(
        new Api(new Account(options, clock), script),
        script.requests(),
        List.of(large),
        Set.of(),
        maxHeldBytes,
        () -> SelfSigned.create(InstantSource.system().instant()));
  }

  /** Answers a mebibyte to everything. */
  private static final class LargeAnswers implements Service {

    @Override
    public ServiceName name() {
      return ServiceName.S3;
    }

    @Override
    public boolean takes(ServiceRequest request) {
      return true;
    }

    @Override
    public ServiceResponse answer(ServiceRequest request) {
      return ServiceResponse.of(200, "text/plain", new byte[MIB]);
    }

    @Override
    public ServiceResponse refuse(ServiceRequest request, ServiceError error) {
      return ServiceResponse.empty(error.httpStatus());
    }
  }
}
