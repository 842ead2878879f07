// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.pipeline.Sink;
import io.github.kinesisetl.core.pipeline.WriteResult;
import io.github.kinesisetl.producer.BufferFullException;
import io.github.kinesisetl.producer.EventProducer;
import io.github.kinesisetl.producer.PutResult;
import io.github.kinesisetl.producer.PutResult.Accepted;
import io.github.kinesisetl.producer.PutResult.Rejected;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Puts items on a stream and waits until their fate is known, since a frozen Lambda sends nothing.
 * Safe for use by many threads.
 *
 * @param <T> the type of item
 */
public final class KinesisSink<T> implements Sink<T> {

  private static final String NOT_AN_EVENT = "NotAnEvent";

  /** What putting again cannot mend, because it is the item's own fault. */
  private static final Set<String> FOR_GOOD = Set.of(Rejected.RECORD_TOO_LARGE, NOT_AN_EVENT);

  private final EventProducer<T> producer;
  private final Duration timeout;

  /**
   * A sink.
   *
   * @param producer puts the items; whoever opened it closes it
   * @param timeout longest wait for a batch's fate
   */
  public KinesisSink(EventProducer<T> producer, Duration timeout) {
    this.producer = requireNonNull(producer, "producer");
    this.timeout = requireNonNull(timeout, "timeout");
  }

  @Override
  public WriteResult write(List<T> items) {
    if (items.isEmpty()) {
      return new WriteResult.Complete();
    }
    var fates = new AtomicReferenceArray<PutResult>(items.size());
    try {
      for (int i = 0; i < items.size(); i++) {
        put(items.get(i), i, fates);
      }
      long unused = producer.flush(timeout);
    } catch (BufferFullException e) {
      return fateOf(fates, "the producer's buffer is full");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return fateOf(fates, "interrupted");
    }
    return fateOf(fates, "not stored within " + timeout);
  }

  private void put(T item, int index, AtomicReferenceArray<PutResult> fates) {
    try {
      producer.put(item, fate -> fates.set(index, fate));
    } catch (IllegalArgumentException e) {
      fates.set(index, new Rejected(NOT_AN_EVENT, "the item cannot be put", 0));
    }
  }

  /** A failure that may pass comes first: after it, what is refused is refused again. */
  private static WriteResult fateOf(AtomicReferenceArray<PutResult> fates, String otherwise) {
    Map<Integer, String> refused = new TreeMap<>();
    for (int i = 0; i < fates.length(); i++) {
      PutResult fate = fates.get(i);
      if (fate instanceof Rejected rejected && FOR_GOOD.contains(rejected.errorCode())) {
        refused.put(i, rejected.errorCode() + ": " + rejected.message());
      } else if (!(fate instanceof Accepted)) {
        int stored = refused.isEmpty() ? i : refused.keySet().iterator().next();
        String reason = fate instanceof Rejected rejected ? rejected.errorCode() : otherwise;
        return new WriteResult.Partial(stored, reason);
      }
    }
    return refused.isEmpty() ? new WriteResult.Complete() : new WriteResult.Refused(refused);
  }
}
