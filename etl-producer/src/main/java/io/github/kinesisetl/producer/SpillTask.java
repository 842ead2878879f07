// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import io.github.kinesisetl.producer.spi.Entry;
import org.jspecify.annotations.Nullable;

/**
 * What to move between memory and disk.
 *
 * @param withheld the entry that goes to disk, taken out of its batch; null if one comes back
 */
record SpillTask(Batch batch, @Nullable Entry withheld) {}
