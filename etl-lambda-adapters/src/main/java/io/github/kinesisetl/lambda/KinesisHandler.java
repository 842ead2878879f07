// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.github.kinesisetl.core.metrics.EtlMetrics;
import io.github.kinesisetl.core.metrics.MetricNames;
import io.github.kinesisetl.core.pipeline.BatchOutcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Handles Kinesis batches: reads whatever lies on the stream, decodes, processes, writes, and
 * answers with a partial batch response. Extend it with your own {@link Stages}, or deploy one of
 * the handlers that do. Safe for use by many threads.
 *
 * <p>The event source mapping must have {@code ReportBatchItemFailures} on: without it Lambda
 * ignores the answer and records are lost. Any other payload, such as {@code {"test": true}}, gets
 * a short answer and has no effect.
 *
 * @param <I> the type of event that is decoded
 * @param <O> the type of item that is written
 */
public abstract class KinesisHandler<I, O> implements RequestStreamHandler, AutoCloseable {

  private final BatchEngine<I, O> engine;
  private final EtlMetrics metrics;
  private final long deadlineMarginMillis;
  private final Clock clock;

  /**
   * A handler.
   *
   * @param stages what it is made of
   */
  protected KinesisHandler(Stages<I, O> stages) {
    this(stages, Clock.systemUTC());
  }

  KinesisHandler(Stages<I, O> stages, Clock clock) {
    this.engine = new BatchEngine<>(stages);
    this.metrics = stages.metrics();
    this.deadlineMarginMillis = stages.deadlineMargin().toMillis();
    this.clock = clock;
  }

  /**
   * Handles one invocation.
   *
   * @param input the payload
   * @param output receives {@code {"batchItemFailures":[…]}} with the first unfinished sequence
   *     number, or nothing in the list
   * @param context tells the time left
   * @throws IOException if the payload is not JSON, or a record has no sequence number; Lambda then
   *     repeats the batch
   */
  @Override
  public final void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    Optional<List<ReceivedEntry>> entries = KinesisEventParser.parse(input);
    String answer = entries.isPresent() ? handle(entries.get(), context) : health();
    output.write(answer.getBytes(StandardCharsets.UTF_8));
  }

  /** Frees native memory; Lambda itself never calls it. */
  @Override
  public void close() {
    engine.close();
  }

  private String handle(List<ReceivedEntry> entries, Context context) {
    reportAge(entries);
    BatchOutcome outcome =
        engine.run(entries, () -> context.getRemainingTimeInMillis() < deadlineMarginMillis);
    return outcome
        .retryFrom()
        .map("{\"batchItemFailures\":[{\"itemIdentifier\":\"%s\"}]}"::formatted)
        .orElse("{\"batchItemFailures\":[]}");
  }

  private void reportAge(List<ReceivedEntry> entries) {
    entries.stream()
        .mapToLong(ReceivedEntry::arrivalMillis)
        .filter(arrivalMillis -> arrivalMillis > 0)
        .min()
        .ifPresent(oldest ->
            metrics.record(MetricNames.ITERATOR_AGE_MILLIS, Math.max(0, clock.millis() - oldest)));
  }

  private String health() {
    return "{\"status\":\"ok\",\"handler\":\"%s\",\"message\":\"no Records in the payload; nothing was processed\"}"
        .formatted(getClass().getSimpleName());
  }
}
