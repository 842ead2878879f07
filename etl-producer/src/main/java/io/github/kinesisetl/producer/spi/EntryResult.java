// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.spi;

import static java.util.Objects.requireNonNull;

/** What became of one entry of a request. Immutable. */
public sealed interface EntryResult {

  /**
   * The stream has it.
   *
   * @param shardId the shard it went to
   * @param sequenceNumber its place there
   */
  record Stored(String shardId, String sequenceNumber) implements EntryResult {}

  /**
   * The stream does not have it, as far as the sender knows: after a lost answer it may.
   *
   * @param errorCode the service's name for it, such as {@code
   *     ProvisionedThroughputExceededException}
   * @param kind what it is about
   * @param message the reason in words, for logs and outcomes, without payload; empty if there are
   *     none
   * @param isOfRequest whether the request failed as a whole: then this is no verdict on the entry,
   *     one of its neighbours may be at fault
   */
  record Failed(String errorCode, FailureKind kind, String message, boolean isOfRequest)
      implements EntryResult {

    /** Checks for nulls. */
    public Failed {
      requireNonNull(errorCode, "errorCode");
      requireNonNull(kind, "kind");
      requireNonNull(message, "message");
    }

    /**
     * The failure of this very entry, without words.
     *
     * @param errorCode the service's name for it
     * @param kind what it is about
     */
    public Failed(String errorCode, FailureKind kind) {
      this(errorCode, kind, "", false);
    }

    /**
     * The same failure of a whole request.
     *
     * @return a failure that says so
     */
    public Failed ofRequest() {
      return new Failed(errorCode, kind, message, true);
    }

    /**
     * Tells of the failure in a line.
     *
     * @return code and message
     */
    public String describe() {
      return message.isEmpty() ? errorCode : errorCode + ": " + message;
    }
  }
}
