// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.github.kinesisetl.core.metrics.EtlMetrics;
import io.github.kinesisetl.core.metrics.MetricNames;
import io.github.kinesisetl.core.pipeline.BatchOutcome;
import io.github.kinesisetl.core.pipeline.Processor;
import io.github.kinesisetl.engine.BatchEngine;
import io.github.kinesisetl.engine.Delivery;
import io.github.kinesisetl.engine.Delivery.Redelivery;
import io.github.kinesisetl.engine.EngineOptions;
import io.github.kinesisetl.engine.FailureLog;
import io.github.kinesisetl.engine.entry.EntryBatch;
import io.github.kinesisetl.lambda.event.EventReader;
import io.github.kinesisetl.lambda.event.Invocation;
import io.github.kinesisetl.lambda.window.InvocationWindow;
import io.github.kinesisetl.lambda.window.TumblingWindow;
import io.github.kinesisetl.lambda.window.WindowRun;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Handles Kinesis batches: reads whatever lies on the stream, decodes, processes, writes, and
 * answers with a partial batch response. Extend it with your own {@link EngineOptions}, or deploy
 * one of the handlers that do. Safe for use by many threads.
 *
 * <p>The event source mapping must have {@code ReportBatchItemFailures} on: without it Lambda
 * ignores the answer and records are lost. Any other payload, such as {@code {"test": true}}, gets
 * a short answer and has no effect.
 *
 * @param <I> the type of event that is decoded
 * @param <O> the type of item that is written
 */
public abstract class KinesisHandler<I, O> implements RequestStreamHandler, AutoCloseable {

  private final EngineOptions<I, O> options;
  private final @Nullable TumblingWindow<I, O> window;
  private final BatchEngine<I, O> engine;
  private final FailureLog log;
  private final InstantSource clock;
  private final ConcurrentLinkedQueue<EventReader> readers = new ConcurrentLinkedQueue<>();

  /**
   * A handler.
   *
   * @param options what it is made of
   */
  protected KinesisHandler(EngineOptions<I, O> options) {
    this(options, null);
  }

  /**
   * A handler of a mapping with a tumbling window.
   *
   * @param options what it is made of, with one lane and no memory: a window folds in order
   * @param window what the events of a window come to; null to pass a window's state on as it is
   * @throws IllegalArgumentException if the options have several lanes or an idempotency store
   */
  protected KinesisHandler(EngineOptions<I, O> options, @Nullable TumblingWindow<I, O> window) {
    this(options, window, System.getenv(), InstantSource.system());
  }

  KinesisHandler(
      EngineOptions<I, O> options,
      @Nullable TumblingWindow<I, O> window,
      Map<String, String> environment,
      InstantSource clock) {
    if (window != null && (options.lanes() > 1 || options.idempotencyStore() != null)) {
      throw new IllegalArgumentException(
          "a window folds its events in order, so it takes neither lanes nor an idempotency store");
    }
    this.options = options;
    this.window = window;
    this.log = ConsoleLog.of(getClass().getSimpleName(), environment);
    this.engine = new BatchEngine<>(options, log, clock);
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
      output.write(health(reader.asksForChecks()).getBytes(StandardCharsets.UTF_8));
      release(reader);
      return;
    }
    Answer answer = answer(invocation.get(), context);
    output.write(answer.json().getBytes(StandardCharsets.UTF_8));
    if (!answer.stillRunning()) { // else a lane may still read what lies in its memory
      release(reader);
    }
  }

  /**
   * Handles a batch that somebody else has read, outside of any window.
   *
   * @param entries the batch
   * @param context tells the time left
   * @return what is done of it
   */
  public final BatchOutcome handle(EntryBatch entries, Context context) {
    try {
      return run(entries, options.processor(), context);
    } finally {
      end(context);
    }
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

  /**
   * What a deep health check does, by the name of what it checks: opens clients and streams, and
   * writes nothing. One that throws has failed.
   *
   * @return checks; none unless overridden
   */
  protected Map<String, Runnable> checks() {
    return Map.of();
  }

  private Answer answer(Invocation invocation, Context context) throws IOException {
    EntryBatch entries = invocation.entries();
    InvocationWindow part = invocation.window();
    TumblingWindow<I, O> folds = window;
    try {
      if (part == null || folds == null) {
        BatchOutcome outcome = run(entries, options.processor(), context);
        return Answer.of(outcome, part == null ? null : part.state());
      }
      var run = new WindowRun<>(options, part, folds);
      BatchOutcome outcome = run(entries, run.fold(), context);
      return Answer.of(
          outcome,
          run.end(
              entries,
              outcome,
              (results, letter) -> engine.write(results, letter, delivery(context))));
    } finally { // before Lambda freezes the process
      end(context);
    }
  }

  private void end(Context context) {
    endInvocation(log, requestId(context), hasTime(context));
    options.afterBatch().run();
  }

  /** What a handler of ours does at the end of each invocation, before the options' own hook. */
  void endInvocation(FailureLog log, String requestId, BooleanSupplier hasTime) {}

  private BooleanSupplier hasTime(Context context) {
    long margin = options.deadlineMargin().toMillis();
    return () -> context.getRemainingTimeInMillis() > margin;
  }

  private BatchOutcome run(EntryBatch entries, Processor<I, O> processor, Context context) {
    reportArrival(entries);
    return engine.run(entries, delivery(context), processor);
  }

  private static Delivery delivery(Context context) {
    return new Delivery(requestId(context), context::getRemainingTimeInMillis, Redelivery.ENTRY);
  }

  private static String requestId(Context context) {
    return String.valueOf(context.getAwsRequestId());
  }

  private void reportArrival(EntryBatch entries) {
    EtlMetrics metrics = options.metrics();
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
   * Runs what a first invocation runs, on a batch of nobody's, without anything that has effects.
   */
  private void prime() throws IOException {
    var reader = new EventReader();
    Optional<Invocation> invocation = reader.read(Priming.payload());
    if (invocation.isPresent()) {
      engine.prime(invocation.get().entries());
    }
    release(reader);
  }

  private String health(boolean isDeep) {
    return HealthAnswer.of(
        getClass().getSimpleName(), configuration(), isDeep ? checks() : Map.of());
  }

  /** What an invocation answers, and whether a lane still works on it. */
  private record Answer(String json, boolean stillRunning) {

    static Answer of(BatchOutcome outcome, @Nullable String windowState) {
      return new Answer(
          BatchResponse.of(outcome, windowState),
          outcome instanceof BatchOutcome.Unfinished unfinished && unfinished.stillRunning());
    }
  }
}
