// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The log that lets events outlive the process: part of {@link ProducerOptions}. Immutable.
 *
 * @param spool its directory, on a local disk, for one producer at a time; null for no log
 * @param maxSpoolBytes most bytes of disk, 32 MiB to 1 TiB
 * @param spoolFsync whether {@code put} waits until the disk itself has the event, so that it
 *     outlives the machine
 */
public record Durability(@Nullable Path spool, long maxSpoolBytes, boolean spoolFsync) {

  static final Range SIZES = Range.ofBytes("maxSpoolBytes", 32 << 20, 1L << 40);

  /** No log; 1 GiB without waiting for the disk if there is one. */
  public static final Durability DEFAULT = new Durability(null, 1L << 30, false);

  /** Checks each by itself. */
  public Durability {
    SIZES.check(maxSpoolBytes);
  }

  Durability spool(Path spool) {
    return new Durability(spool, maxSpoolBytes, spoolFsync);
  }

  Durability maxSpoolBytes(long maxSpoolBytes) {
    return new Durability(spool, maxSpoolBytes, spoolFsync);
  }

  Durability spoolFsync(boolean spoolFsync) {
    return new Durability(spool, maxSpoolBytes, spoolFsync);
  }
}
