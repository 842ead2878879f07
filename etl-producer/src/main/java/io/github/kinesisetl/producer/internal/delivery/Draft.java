// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.delivery;

import io.github.kinesisetl.core.aggregate.RecordAggregator;
import io.github.kinesisetl.core.aggregate.internal.AggregateIds;

/**
 * A batch whose entry is still to be made, and what it is made of.
 *
 * @param batch the batch
 * @param aggregator its records
 * @param ids their ids
 */
record Draft(QueuedBatch batch, RecordAggregator aggregator, AggregateIds ids) {}
