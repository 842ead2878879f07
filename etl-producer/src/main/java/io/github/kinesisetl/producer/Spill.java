// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * Where entries go that memory cannot hold: part of {@link ProducerOptions}. Immutable.
 *
 * @param spillDirectory an existing directory; the file in it has no name and ends with the process
 * @param maxSpillBytes most bytes of disk, 64 MiB to 1 TiB
 */
public record Spill(Path spillDirectory, long maxSpillBytes) {

  static final Range SIZES = Range.ofBytes("maxSpillBytes", 64 << 20, 1L << 40);

  /** The platform's directory for temporary files, 1 GiB. */
  public static final Spill DEFAULT =
      new Spill(Path.of(System.getProperty("java.io.tmpdir")), 1L << 30);

  /** Checks each by itself. */
  public Spill {
    requireNonNull(spillDirectory, "spillDirectory");
    SIZES.check(maxSpillBytes);
  }

  Spill spillDirectory(Path spillDirectory) {
    return new Spill(spillDirectory, maxSpillBytes);
  }

  Spill maxSpillBytes(long maxSpillBytes) {
    return new Spill(spillDirectory, maxSpillBytes);
  }
}
