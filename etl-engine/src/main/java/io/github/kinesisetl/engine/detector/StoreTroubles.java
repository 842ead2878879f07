// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine.detector;

import io.github.kinesisetl.core.metrics.EtlMetrics;
import io.github.kinesisetl.core.metrics.MetricNames;
import io.github.kinesisetl.engine.FailureLog;
import org.jspecify.annotations.Nullable;

/** What went wrong with stored detectors in a batch. Not safe for use by several threads. */
final class StoreTroubles {

  private final EtlMetrics metrics;
  private int lost;
  private int unreadable;
  private @Nullable String saveFailure;

  StoreTroubles(EtlMetrics metrics) {
    this.metrics = metrics;
  }

  /** A series was dropped before what it learned was saved. */
  void lost() {
    lost++;
    metrics.count(MetricNames.DETECTORS_LOST, 1);
  }

  /** What is stored of a series cannot be read. */
  void unreadable() {
    unreadable++;
    metrics.count(MetricNames.DETECTORS_UNREADABLE, 1);
  }

  /** The store does not take a save, and is not asked again in this batch. */
  void saveFailed(@Nullable String reason) {
    saveFailure = String.valueOf(reason);
  }

  boolean canSave() {
    return saveFailure == null;
  }

  /** Ends a batch: tells what went wrong, once each. */
  void endBatch(FailureLog log, String batchId) {
    if (saveFailure != null) {
      log.failure("detector store", "detectors cannot be saved now: " + saveFailure, batchId);
    }
    if (lost > 0) {
      String advice = " series were dropped before they were saved; raise ETL_MAX_SERIES";
      log.failure("lost", lost + advice, batchId);
    }
    if (unreadable > 0) {
      String reason = " series begin anew: what is stored of them cannot be read";
      log.failure("unreadable", unreadable + reason, batchId);
    }
    saveFailure = null;
    lost = 0;
    unreadable = 0;
  }
}
