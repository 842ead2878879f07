// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.mapping;

import io.github.kinesisetl.local.mapping.FailedBatch.Condition;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers batches until each entry is done or given up: partial responses move the beginning,
 * failures are repeated, split and bounded. Safe for use by many threads.
 */
final class BatchInvoker {

  private static final Logger log = LoggerFactory.getLogger(BatchInvoker.class);
  private static final long FIRST_BACKOFF_MILLIS = 5;
  private static final long MAX_BACKOFF_MILLIS = 1_000;

  private final LambdaFunction function;
  private final MappingOptions options;
  private final InvocationPayload payloads;
  private final MappingCounters counters;
  private final InstantSource clock;

  BatchInvoker(
      LambdaFunction function,
      MappingOptions options,
      InvocationPayload payloads,
      MappingCounters counters,
      InstantSource clock) {
    this.function = function;
    this.options = options;
    this.payloads = payloads;
    this.counters = counters;
    this.clock = clock;
  }

  /**
   * Delivers a batch.
   *
   * @throws InterruptedException if the mapping is closed meanwhile; the rest is then undone
   */
  void deliver(Batch batch) throws InterruptedException {
    Batch rest = batch;
    int retries = 0;
    while (!rest.entries().isEmpty()) {
      if (isTooOld(rest)) {
        giveUp(rest.upTo(1), Condition.RecordAgeExceeded);
        rest = rest.from(1);
        continue;
      }
      int done = invoke(rest);
      counters.done(done);
      if (done == rest.entries().size()) {
        return;
      }
      rest = rest.from(done);
      retries = done > 0 ? 0 : retries + 1;
      if (options.maxRetryAttempts() >= 0 && retries > options.maxRetryAttempts()) {
        giveUp(rest, Condition.RetryAttemptsExhausted);
        return;
      }
      counters.retried();
      TimeUnit.MILLISECONDS.sleep(backoffMillis(retries));
      if (options.bisectOnError() && done == 0 && rest.entries().size() > 1) {
        int half = rest.entries().size() / 2;
        deliver(rest.upTo(half));
        rest = rest.from(half);
        retries = 0;
      }
    }
  }

  /** Returns how many entries, from the first on, are done. */
  private int invoke(Batch batch) throws InterruptedException {
    counters.invoked();
    byte[] answer;
    try {
      answer = function.invoke(payloads.write(batch));
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) { // the function is somebody else's code, and may throw anything
      log.info(
          "invocation for {} entries of {} failed with {}",
          batch.entries().size(),
          batch.shardId(),
          e.getClass().getName());
      log.debug("failed invocation", e);
      return 0;
    }
    if (Thread.interrupted()) {
      throw new InterruptedException("the mapping was closed");
    }
    return options.reportBatchItemFailures()
        ? InvocationAnswer.firstFailed(answer, batch)
        : batch.entries().size();
  }

  private boolean isTooOld(Batch batch) {
    long ageMillis = clock.millis() - batch.entries().get(0).arrivalMillis();
    return !options.maxRecordAge().isZero() && ageMillis > options.maxRecordAge().toMillis();
  }

  private void giveUp(Batch batch, Condition condition) {
    counters.gaveUp(batch.entries().size());
    options.onFailure().accept(new FailedBatch(batch, condition, payloads.write(batch)));
  }

  private static long backoffMillis(int retries) {
    return Math.min(MAX_BACKOFF_MILLIS, FIRST_BACKOFF_MILLIS << Math.min(retries, 16));
  }
}
