// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.github.kinesisetl.core.claim.ClaimStoreException;
import io.github.kinesisetl.core.codec.RecordReader;
import io.github.kinesisetl.core.encrypt.DataKeyException;
import io.github.kinesisetl.core.metrics.EtlMetrics;
import io.github.kinesisetl.core.metrics.MetricNames;
import io.github.kinesisetl.engine.FailureLog;
import io.github.kinesisetl.engine.entry.EntryBatch;
import io.github.kinesisetl.engine.entry.EntryWalk;
import io.github.kinesisetl.lambda.event.FirehoseReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Transforms the records of a Firehose stream: opens frames and aggregates, decodes, processes, and
 * answers with lines, each record exactly once. Safe for use by many threads.
 *
 * <ul>
 *   <li>{@code Ok}: at least one event of the record passed; all that passed are its lines.
 *   <li>{@code Dropped}: all its events were filtered.
 *   <li>{@code ProcessingFailed}: an event of it can never succeed, or its lines do not fit into
 *       the answer of 6 MB any more, or the events of one aggregate belong to several partitions.
 *       Firehose keeps the original, as a whole, below its prefix for errors: nothing is lost or
 *       doubled.
 * </ul>
 *
 * <p>Why a record failed is told in the function's log, the first of each kind at WARN.
 *
 * <p>A failure that may pass fails the invocation, and Firehose repeats it up to three times.
 *
 * @param <I> the type of event that is decoded
 * @param <O> the type of event that is written
 */
public class FirehoseTransformHandler<I, O> implements RequestStreamHandler, AutoCloseable {

  private final FirehoseOptions<I, O> options;
  private final EtlMetrics metrics;
  private final RecordReader reader;
  private final FailureLog log;

  /**
   * A handler.
   *
   * @param options what it is made of
   */
  public FirehoseTransformHandler(FirehoseOptions<I, O> options) {
    this.options = requireNonNull(options, "options");
    this.metrics = options.metrics();
    this.reader = options.reader().newReader();
    this.log = ConsoleLog.of(getClass().getSimpleName(), System.getenv());
  }

  @Override
  public final void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    Optional<EntryBatch> records = FirehoseReader.read(input);
    if (records.isEmpty()) {
      String health = HealthAnswer.of(getClass().getSimpleName(), configuration(), Map.of());
      output.write(health.getBytes(StandardCharsets.UTF_8));
      return;
    }
    output.write(transform(records.get(), String.valueOf(context.getAwsRequestId())));
  }

  /** Frees native memory; Lambda itself never calls it. */
  @Override
  public void close() {
    reader.close();
  }

  /**
   * What this function is set to, for the answer to a payload that is not of Firehose.
   *
   * @return names and values; empty unless overridden
   */
  protected Map<String, String> configuration() {
    return Map.of();
  }

  private byte[] transform(EntryBatch records, String requestId) throws IOException {
    int idBytes = 0;
    for (int i = 0; i < records.size(); i++) {
      idBytes += records.sequenceNumber(i).length();
    }
    var answer = new FirehoseAnswer(idBytes, records.size());
    metrics.record(MetricNames.BATCH_ENTRIES, records.size());
    var walk = new EntryWalk(reader, records);
    for (int i = 0; i < records.size(); i++) {
      String recordId = records.sequenceNumber(i);
      var transform = new FirehoseTransform<>(options);
      read(walk, i, transform);
      String failure = transform.transientFailure();
      if (failure != null) {
        throw new IOException("the batch is to be repeated: " + failure);
      }
      metrics.count(MetricNames.RECORDS_READ, transform.records());
      String broken = tell(recordId, transform, answer);
      if (broken != null) {
        metrics.count(MetricNames.FAILURES_PERMANENT, 1);
        log.failure(broken, "a record is not transformed: " + broken, requestId);
      }
    }
    return answer.finish();
  }

  /** What opens frames may be down; then Firehose repeats the batch. */
  private void read(EntryWalk walk, int index, FirehoseTransform<I, O> transform)
      throws IOException {
    try {
      boolean unused = walk.visit(index, transform);
    } catch (DataKeyException | ClaimStoreException e) {
      throw new IOException("a record cannot be opened now: " + e.getMessage(), e);
    }
  }

  /** Tells what became of a record, and returns why it failed, if it did. */
  private static @Nullable String tell(
      String recordId, FirehoseTransform<?, ?> transform, FirehoseAnswer answer) {
    byte[] lines = transform.lines();
    String broken = transform.broken();
    if (broken == null && !answer.hasRoomFor(recordId, lines.length, transform.keys())) {
      broken = "its lines do not fit into the answer of 6 MB";
    }
    if (broken != null) {
      answer.failed(recordId);
    } else if (lines.length == 0) {
      answer.dropped(recordId);
    } else {
      answer.ok(recordId, lines, transform.keys());
    }
    return broken;
  }
}
