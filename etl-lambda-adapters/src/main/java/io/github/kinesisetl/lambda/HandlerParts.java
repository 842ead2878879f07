// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import io.github.kinesisetl.core.codec.RecordReader;
import java.time.InstantSource;

/**
 * What a handler keeps from one batch to the next.
 *
 * @param reader opens entries
 * @param log tells of failures
 * @param margin how much time must be left
 * @param attempts how often records failed for reasons unknown
 * @param retries when these are given up
 * @param clock the time
 */
record HandlerParts(
    RecordReader reader,
    HandlerLog log,
    TimeMargin margin,
    AttemptMemory attempts,
    UnknownFailures retries,
    InstantSource clock) {}
