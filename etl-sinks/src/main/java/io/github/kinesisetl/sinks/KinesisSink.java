// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.pipeline.Sink;
import io.github.kinesisetl.core.pipeline.WriteResult;
import io.github.kinesisetl.producer.BufferFullException;
import io.github.kinesisetl.producer.EventProducer;
import io.github.kinesisetl.producer.PutResult;
import io.github.kinesisetl.producer.PutResult.Accepted;
import io.github.kinesisetl.producer.PutResult.Rejected;
import io.github.kinesisetl.producer.spi.FailureKind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Puts items on a stream and waits until it is known what became of each, since a frozen Lambda
 * sends nothing. Safe for use by many threads.
 *
 * @param <T> the type of item
 */
public final class KinesisSink<T> implements Sink<T> {

  private static final String NOT_AN_EVENT = "NotAnEvent";

  private final EventProducer<T> producer;
  private final Duration timeout;

  /**
   * A sink.
   *
   * @param producer puts the items; whoever opened it closes it
   * @param timeout longest wait for the outcome of a write
   */
  public KinesisSink(EventProducer<T> producer, Duration timeout) {
    this.producer = requireNonNull(producer, "producer");
    this.timeout = requireNonNull(timeout, "timeout");
  }

  @Override
  public WriteResult write(List<T> items) {
    if (items.isEmpty()) {
      return WriteResult.stored(0);
    }
    var results = new AtomicReferenceArray<PutResult>(items.size());
    String otherwise = "not stored within " + timeout;
    try {
      for (int i = 0; i < items.size(); i++) {
        put(items.get(i), i, results);
      }
    } catch (BufferFullException e) { // what was put before is on its way
      otherwise = "the producer's buffer is full";
    }
    try {
      long unused = producer.flush(timeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return resultOf(results, "interrupted");
    }
    return resultOf(results, otherwise);
  }

  private void put(T item, int index, AtomicReferenceArray<PutResult> results) {
    try {
      producer.put(item, result -> results.set(index, result));
    } catch (IllegalArgumentException e) {
      results.set(
          index, new Rejected(NOT_AN_EVENT, "the item cannot be put", 0, FailureKind.ITEM_REFUSED));
    }
  }

  private static WriteResult resultOf(AtomicReferenceArray<PutResult> results, String otherwise) {
    var outcomes = WriteResult.builder(results.length());
    for (int i = 0; i < results.length(); i++) {
      PutResult result = results.get(i);
      if (result instanceof Accepted) {
        outcomes.stored(i);
      } else if (result instanceof Rejected rejected && rejected.isForGood()) {
        outcomes.refused(i, told(rejected));
      } else {
        outcomes.failed(i, result instanceof Rejected rejected ? told(rejected) : otherwise);
      }
    }
    return outcomes.build();
  }

  private static String told(Rejected rejected) {
    return rejected.errorCode() + ": " + rejected.message();
  }
}
