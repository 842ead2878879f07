// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine;

import io.github.kinesisetl.engine.entry.ReceivedRecord;

/** Tells of the failures of one batch, and whether to try again. Safe for use by many threads. */
final class BatchFailures {

  private final FailureLog log;
  private final AttemptMemory attempts;
  private final String batchId;

  BatchFailures(FailureLog log, AttemptMemory attempts, String batchId) {
    this.log = log;
    this.attempts = attempts;
    this.batchId = batchId;
  }

  void failed(String kind, String message) {
    log.failure(kind, message, batchId);
  }

  /** A dead letter that can never be stored: the record is neither done nor given up. */
  void lost(String reason) {
    log.error("the dead-letter sink refuses a record for good: " + reason, batchId);
  }

  void retryFrom(int entry) {
    log.info("asking for a retry from entry " + entry, batchId);
  }

  /** Whether a record that failed for a reason unknown has not failed too often, nor is too old. */
  boolean mayTryAgain(ReceivedRecord record) {
    return attempts.mayTryAgain(record);
  }
}
