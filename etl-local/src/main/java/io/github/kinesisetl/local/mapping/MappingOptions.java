// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.mapping;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * How a mapping delivers. Immutable.
 *
 * @param batchSize most entries of a batch
 * @param window longest wait for a batch to fill
 * @param parallelizationFactor lanes of a shard
 * @param maxRetryAttempts repeats after the first delivery; negative for no bound
 * @param maxRecordAge age at which entries are given up; zero for no bound
 * @param bisectOnError whether a failed batch is split
 * @param reportBatchItemFailures whether the answer's positions count
 * @param onFailure gets what was given up
 */
record MappingOptions(
    int batchSize,
    Duration window,
    int parallelizationFactor,
    int maxRetryAttempts,
    Duration maxRecordAge,
    boolean bisectOnError,
    boolean reportBatchItemFailures,
    Consumer<FailedBatch> onFailure) {}
