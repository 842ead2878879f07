// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine;

import io.github.kinesisetl.core.metrics.EtlMetrics;
import io.github.kinesisetl.core.metrics.MetricNames;
import io.github.kinesisetl.engine.entry.Place;

/** What became of the records of a batch, over its lanes. Not safe for use by many threads. */
final class BatchTally {

  private long read;
  private long done;
  private long undecoded;
  private long firstUnfinished = Place.NONE;
  private boolean running;

  /** A record was found in an entry. */
  void read() {
    read++;
  }

  /** Adds what a lane found that has ended. */
  void add(LaneRun<?, ?> lane) {
    done += lane.doneRecords();
    undecoded += lane.undecodedRecords();
    unfinished(lane.firstUnfinished());
  }

  void unfinished(long place) {
    firstUnfinished = Math.min(firstUnfinished, place);
  }

  /** A lane did not end in time. */
  void stillRunning() {
    running = true;
  }

  long firstUnfinished() {
    return firstUnfinished;
  }

  boolean isStillRunning() {
    return running;
  }

  void report(EtlMetrics metrics) {
    metrics.count(MetricNames.RECORDS_READ, read);
    metrics.count(MetricNames.RECORDS_DONE, done);
    if (read > 0) {
      metrics.record(MetricNames.DECODED_PERCENT, 100 * (read - Math.min(undecoded, read)) / read);
    }
  }
}
