// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.memory;

import io.github.kinesisetl.producer.spi.Entry;
import org.jspecify.annotations.Nullable;

/**
 * What to move between memory and disk.
 *
 * @param batch whose entry
 * @param withheld the entry that goes to disk, taken out of its batch; null if one comes back
 * @param <B> what waits
 */
public record SpillTask<B extends Spillable>(B batch, @Nullable Entry withheld) {}
