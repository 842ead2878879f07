// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.github.kinesisetl.core.metrics.EtlMetrics;
import io.github.kinesisetl.core.metrics.MetricNames;
import io.github.kinesisetl.core.pipeline.Processor;
import io.github.kinesisetl.lambda.event.EntryBatch;
import io.github.kinesisetl.lambda.event.EventReader;
import io.github.kinesisetl.lambda.event.Invocation;
import io.github.kinesisetl.lambda.event.InvocationWindow;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;

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

  private final Stages<I, O> stages;
  private final BatchEngine<I, O> engine;
  private final HandlerLog log;
  private final EtlMetrics metrics;
  private final InstantSource clock;
  private final ConcurrentLinkedQueue<EventReader> readers = new ConcurrentLinkedQueue<>();

  /**
   * A handler.
   *
   * @param stages what it is made of
   */
  protected KinesisHandler(Stages<I, O> stages) {
    this(stages, System.getenv(), InstantSource.system());
  }

  KinesisHandler(Stages<I, O> stages, Map<String, String> environment, InstantSource clock) {
    this.stages = stages;
    this.log = HandlerLog.of(getClass().getSimpleName(), environment);
    this.engine = new BatchEngine<>(stages, log, clock);
    this.metrics = stages.metrics();
    this.clock = clock;
    if (Priming.isWorthwhile(environment)) {
      Priming.run(this::prime);
    }
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
    EventReader pooled = readers.poll();
    EventReader reader = pooled == null ? new EventReader() : pooled;
    Optional<Invocation> invocation = reader.read(input);
    if (invocation.isEmpty()) {
      output.write(health().getBytes(StandardCharsets.UTF_8));
      release(reader);
      return;
    }
    Answer answer = answer(invocation.get(), context);
    output.write(answer.json().getBytes(StandardCharsets.UTF_8));
    if (answer.allEnded()) { // else a lane may still read what lies in its memory
      release(reader);
    }
  }

  /**
   * Handles a batch that somebody else has read.
   *
   * @param invocation the batch
   * @param context tells the time left
   * @return the answer, as {@link #handleRequest} writes it
   * @throws IOException if a window's results could not be written
   */
  public final String handle(Invocation invocation, Context context) throws IOException {
    return answer(invocation, context).json();
  }

  /** Frees native memory, and ends the lanes; Lambda itself never calls it. */
  @Override
  public void close() {
    engine.close();
  }

  /**
   * What this function is set to, for the answer to a payload that is no batch: names and states,
   * and never a secret.
   *
   * @return names and values; empty unless overridden
   */
  protected Map<String, String> configuration() {
    return Map.of();
  }

  private Answer answer(Invocation invocation, Context context) throws IOException {
    EntryBatch entries = invocation.entries();
    reportArrival(entries);
    InvocationWindow window = invocation.window();
    TumblingWindow<I, O> folds = stages.window();
    try {
      if (window != null && folds != null) {
        var run = new WindowRun<>(stages, window, folds);
        BatchReport report = run(entries, run.fold(), context);
        return Answer.of(report, entries, run.end(entries, report.firstUnfinished()));
      }
      BatchReport report = run(entries, stages.processor(), context);
      return Answer.of(report, entries, window == null ? null : window.state());
    } finally { // before Lambda freezes the process
      endInvocation(log, String.valueOf(context.getAwsRequestId()), hasTime(context));
      stages.afterInvocation().run();
    }
  }

  /** What a handler of ours does at the end of each invocation, before the stages' own hook. */
  void endInvocation(HandlerLog log, String requestId, BooleanSupplier hasTime) {}

  private BooleanSupplier hasTime(Context context) {
    long margin = stages.deadlineMargin().toMillis();
    return () -> context.getRemainingTimeInMillis() > margin;
  }

  private BatchReport run(EntryBatch entries, Processor<I, O> processor, Context context) {
    return engine.run(
        entries,
        processor,
        context::getRemainingTimeInMillis,
        String.valueOf(context.getAwsRequestId()));
  }

  private void reportArrival(EntryBatch entries) {
    metrics.record(MetricNames.BATCH_ENTRIES, entries.size());
    long oldest = Long.MAX_VALUE;
    for (int i = 0; i < entries.size(); i++) {
      long arrivalMillis = entries.arrivalMillis(i);
      oldest = arrivalMillis > 0 ? Math.min(oldest, arrivalMillis) : oldest;
    }
    if (oldest != Long.MAX_VALUE) {
      metrics.record(MetricNames.ITERATOR_AGE_MILLIS, Math.max(0, clock.millis() - oldest));
    }
  }

  private void release(EventReader reader) {
    reader.release();
    readers.add(reader);
  }

  /**
   * Runs what a first invocation runs, on a batch of nobody's, without a stage that has effects.
   */
  private void prime() throws IOException {
    var reader = new EventReader();
    Optional<Invocation> invocation = reader.read(Priming.payload());
    if (invocation.isPresent()) {
      engine.prime(invocation.get().entries());
    }
    release(reader);
  }

  private String health() {
    return HealthAnswer.of(getClass().getSimpleName(), configuration());
  }
}
