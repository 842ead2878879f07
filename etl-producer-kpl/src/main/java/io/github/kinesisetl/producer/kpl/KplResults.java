// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.kpl;

import io.github.kinesisetl.producer.PutResult;
import io.github.kinesisetl.producer.PutResult.Accepted;
import io.github.kinesisetl.producer.PutResult.Rejected;
import io.github.kinesisetl.producer.spi.FailureKind;
import java.util.List;
import software.amazon.kinesis.producer.Attempt;
import software.amazon.kinesis.producer.UserRecordFailedException;
import software.amazon.kinesis.producer.UserRecordResult;

/** KPL's answers in our words. */
final class KplResults {

  private KplResults() {}

  static PutResult of(UserRecordResult result) {
    int attempts = result.getAttempts().size();
    if (result.isSuccessful()) {
      return new Accepted(result.getShardId(), result.getSequenceNumber(), attempts);
    }
    List<Attempt> tried = result.getAttempts();
    Attempt last = tried.isEmpty() ? null : tried.get(attempts - 1);
    String code = last == null ? null : last.getErrorCode();
    String message = last == null ? null : last.getErrorMessage();
    return new Rejected(
        code == null ? "KplFailure" : code,
        message == null || message.isEmpty()
            ? "KPL gave the event up"
            : "KPL gave the event up; last: " + message,
        attempts);
  }

  static PutResult rejected(Throwable failure) {
    if (failure instanceof UserRecordFailedException failed) {
      return of(failed.getResult());
    }
    String name = failure.getClass().getSimpleName();
    return new Rejected(name, "KPL failed with %s: %s".formatted(name, failure.getMessage()), 0);
  }

  static Rejected closed() {
    return new Rejected(
        Rejected.PRODUCER_CLOSED, "the producer was closed before the event was stored", 0);
  }

  static Rejected tooLarge(int sizeBytes, int maxRecordBytes) {
    return new Rejected(
        Rejected.RECORD_TOO_LARGE,
        "the stream takes records of at most %d bytes, but the event has %d"
            .formatted(maxRecordBytes, sizeBytes),
        0,
        FailureKind.ITEM_REFUSED);
  }
}
