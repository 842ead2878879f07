// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.durable;

import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What of a log cannot be read when it is opened: counted, told, and kept for who looks into it.
 */
final class BrokenFiles {

  private static final Logger log = LoggerFactory.getLogger(BrokenFiles.class);

  private static final String SUFFIX = ".broken";

  private long bytes;

  /** Counts bytes that belong to no whole frame. */
  void add(long tornBytes) {
    bytes += tornBytes;
  }

  /**
   * Renames a file whose header is bad: what it holds cannot be told, and must not be overwritten.
   */
  void setAside(Segment segment) throws IOException {
    Path file = segment.file();
    bytes += segment.usedBytes();
    Path kept = segment.rename(file.resolveSibling(file.getFileName() + SUFFIX));
    log.warn("the header of {} is broken: nothing of it is sent; it is kept as {}", file, kept);
  }

  /** Tells how much there was. */
  void tell(Path directory) {
    if (bytes > 0) {
      log.warn("{} torn or broken bytes of the spool {} were skipped", bytes, directory);
    }
  }

  long bytes() {
    return bytes;
  }
}
