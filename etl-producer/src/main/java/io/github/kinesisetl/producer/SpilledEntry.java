// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.producer.spool.SpillFile.Extent;
import org.jspecify.annotations.Nullable;

/** What is left in memory of an entry whose bytes are on disk. */
record SpilledEntry(String partitionKey, @Nullable HashKey explicitHashKey, Extent extent) {}
