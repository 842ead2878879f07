// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race.producer;

import io.github.kinesisetl.benchmarks.race.ChildJvm;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.producer.BufferFullException;
import io.github.kinesisetl.producer.EventProducer;
import io.github.kinesisetl.producer.ProducerOptions;
import io.github.kinesisetl.producer.PutCallback;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Our producer, asked for ten times what the stream takes: what does not fit is refused at once,
 * and memory must stay where it is.
 */
final class OverloadMain {

  /** Fat events a second: a throttled stream of one shard takes some 6,000 of them. */
  static final int EVENTS_PER_SECOND = 60_000;

  private OverloadMain() {}

  /** The numbers of events are seconds here. */
  public static void main(String[] arguments) throws Exception {
    Course course = Course.parse(arguments);
    EventPool events = EventPool.of(course.data());
    var options =
        ProducerOptions.builder().maxBlock(Duration.ZERO).closeTimeout(Duration.ZERO).build();
    try (var open = DenseContestant.open(course, options)) {
      run(open.producer(), events, course.warmUp());
      ChildJvm.reach(Course.READY);
      run(open.producer(), events, course.events());
      ChildJvm.tell(Course.REFUSED_SHARE, refusedShare(open.producer(), course));
      ChildJvm.reach(Course.DONE);
    }
  }

  private static void run(EventProducer<EventRecord> producer, EventPool events, long seconds) {
    long start = System.nanoTime();
    for (long i = 0; i < seconds * EVENTS_PER_SECOND; i++) {
      long due = start + TimeUnit.SECONDS.toNanos(1) * i / EVENTS_PER_SECOND;
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      offer(producer, events.at(i));
    }
  }

  /** What is refused is counted by what was not put. */
  private static void offer(EventProducer<EventRecord> producer, EventRecord event) {
    try {
      producer.put(event, PutCallback.NONE);
    } catch (BufferFullException refused) {
      return; // what an overload is about
    }
  }

  private static double refusedShare(EventProducer<EventRecord> producer, Course course) {
    double asked = (double) (course.warmUp() + course.events()) * EVENTS_PER_SECOND;
    return 1 - producer.metrics().events().put() / asked;
  }
}
