// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.kinesisetl.local.KinesisLocal;
import io.github.kinesisetl.local.junit.KinesisLocalTest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.event.Level;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;

@Timeout(60)
class HandlerMappingTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  /** Keeps the contexts that it sees; refuses each batch once, by its answer. */
  private static final class Refusing implements RequestStreamHandler {

    private final List<Context> contexts = new CopyOnWriteArrayList<>();

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
        throws IOException {
      contexts.add(context);
      JsonNode first = new ObjectMapper().readTree(input).path("Records").path(0);
      String failed = first.path("kinesis").path("sequenceNumber").asText();
      String answer =
          contexts.size() == 1
              ? "{\"batchItemFailures\":[{\"itemIdentifier\":\"" + failed + "\"}]}"
              : "{\"batchItemFailures\":[]}";
      output.write(answer.getBytes(UTF_8));
    }
  }

  @Test
  @KinesisLocalTest(streams = "orders:1")
  void map_toAHandler_givesEachInvocationAContext(KinesisLocal kinesis, KinesisClient client)
      throws Exception {
    var handler = new Refusing();
    client.putRecord(
        r -> r.streamName("orders").partitionKey("k").data(SdkBytes.fromUtf8String("1 book")));
    try (EventSourceMapping mapping =
        kinesis
            .map("orders", handler)
            .functionName("books")
            .timeout(Duration.ofSeconds(90))
            .reportBatchItemFailures(true)
            .start()) {
      assertThat(mapping.awaitCaughtUp(LONG)).isTrue();
    }
    assertThat(handler.contexts).hasSize(2);
    assertThat(handler.contexts).extracting(Context::getAwsRequestId).doesNotHaveDuplicates();
    assertThat(handler.contexts)
        .extracting(Context::getInvokedFunctionArn)
        .containsOnly("arn:aws:lambda:us-east-1:000000000000:function:books");
    assertThat(handler.contexts)
        .allSatisfy(context -> {
          assertThat(context.getFunctionName()).isEqualTo("books");
          assertThat(context.getRemainingTimeInMillis()).isBetween(1, 90_000);
        });
  }

  @Test
  void remainingTime_countsTheTimeoutDownToZero() {
    var nanos = new AtomicLong(TimeUnit.DAYS.toNanos(-1));
    var context =
        new InvocationContext(
            new FunctionEnvironment("f", "us-east-1", Duration.ofSeconds(3)), nanos::get);
    assertThat(context.getRemainingTimeInMillis()).isEqualTo(3_000);
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(2_500));
    assertThat(context.getRemainingTimeInMillis()).isEqualTo(500);
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(2_500));
    assertThat(context.getRemainingTimeInMillis()).isZero();
  }

  @Test
  void logger_levels_areThoseOfSlf4j() {
    assertThat(FunctionLogger.slf4j(LogLevel.FATAL)).isEqualTo(Level.ERROR);
    assertThat(FunctionLogger.slf4j(LogLevel.UNDEFINED)).isEqualTo(Level.INFO);
    for (LogLevel level : List.of(LogLevel.TRACE, LogLevel.DEBUG, LogLevel.WARN, LogLevel.ERROR)) {
      assertThat(FunctionLogger.slf4j(level).name()).isEqualTo(level.name());
    }
  }

  @Test
  @KinesisLocalTest
  void settings_outOfBounds_areRefused(KinesisLocal kinesis) {
    EventSourceMapping.Builder builder = kinesis.map("orders", new Refusing());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.functionName("two words"))
        .withMessageContaining("two words");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.timeout(Duration.ofMinutes(16)))
        .withMessageContaining("timeout in s must be 1 to 900, but is 960");
  }
}
