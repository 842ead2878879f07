// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.memory;

import io.github.kinesisetl.core.record.HashKey;
import org.jspecify.annotations.Nullable;

/**
 * What is left in memory of an entry whose bytes are on disk.
 *
 * @param partitionKey its partition key
 * @param explicitHashKey where it goes; null for the hash of the key
 * @param extent where its bytes are
 */
public record SpilledEntry(
    String partitionKey, @Nullable HashKey explicitHashKey, SpillFile.Extent extent) {}
