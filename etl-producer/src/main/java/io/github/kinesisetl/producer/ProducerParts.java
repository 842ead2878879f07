// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

/** What the threads of one producer share. */
record ProducerParts(
    Dispatcher dispatcher,
    ProducerCounters counters,
    MemoryBudget budget,
    EventLog eventLog,
    FramePool frames,
    ShardRouter router,
    Resplitter resplitter) {}
