// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.mapping;

import io.github.kinesisetl.local.mapping.FailedBatch.Condition;
import io.github.kinesisetl.local.mapping.MappingPolicy.Step;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers batches until each entry is done or given up: partial responses move the beginning,
 * failures are repeated, split and bounded. Safe for use by many threads.
 */
final class BatchInvoker {

  private static final Logger log = LoggerFactory.getLogger(BatchInvoker.class);

  private final LambdaFunction function;
  private final MappingPolicy policy;
  private final InvocationPayload payloads;
  private final MappingCounters counters;
  private final InstantSource clock;
  private final Set<String> told = ConcurrentHashMap.newKeySet(); // classes of what was thrown

  BatchInvoker(
      LambdaFunction function,
      MappingPolicy policy,
      InvocationPayload payloads,
      MappingCounters counters,
      InstantSource clock) {
    this.function = function;
    this.policy = policy;
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
      if (policy.isTooOld(clock.millis() - rest.entries().get(0).arrivalMillis())) {
        giveUp(rest.upTo(1), Condition.RecordAgeExceeded);
        rest = rest.from(1);
        continue;
      }
      int done = invoke(rest);
      counters.done(done);
      Step step = policy.after(rest.entries().size(), done, retries);
      rest = rest.from(done);
      if (step instanceof Step.GiveUp) {
        giveUp(rest, Condition.RetryAttemptsExhausted);
        return;
      }
      if (step instanceof Step.Repeat repeat) {
        counters.retried();
        TimeUnit.MILLISECONDS.sleep(repeat.backoffMillis());
        deliver(rest.upTo(repeat.splitAt()));
        rest = rest.from(repeat.splitAt());
        retries = repeat.splitAt() > 0 ? 0 : repeat.retries();
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
    } catch (Throwable thrown) { // the function is somebody else's code, and may throw anything
      tell(batch, thrown);
      return 0;
    }
    if (Thread.interrupted()) {
      throw new InterruptedException("the mapping was closed");
    }
    return policy.done(answer, batch);
  }

  /** The first of a kind with all that it says, since nobody else does. */
  private void tell(Batch batch, Throwable thrown) {
    String what = thrown.getClass().getName();
    if (told.add(what)) {
      log.warn(
          "an invocation for {} entries of {} failed; more of this kind are told at info",
          batch.entries().size(),
          batch.shardId(),
          thrown);
    } else {
      log.info(
          "invocation for {} entries of {} failed with {}",
          batch.entries().size(),
          batch.shardId(),
          what);
    }
  }

  private void giveUp(Batch batch, Condition condition) {
    counters.gaveUp(batch.entries().size());
    try {
      policy.options().onFailure().accept(new FailedBatch(batch, condition, payloads.write(batch)));
    } catch (Throwable thrown) { // somebody else's code: the lane goes on without it
      log.warn(
          "the destination of failed batches threw; a batch of {} is lost",
          batch.shardId(),
          thrown);
    }
  }
}
