// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.compress;

import io.github.kinesisetl.core.record.MalformedFrameException;
import io.github.kinesisetl.core.record.MalformedFrameException.Reason;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/** Gzip through the platform's own streams, bounded. */
final class GzipDecompressor {

  private static final int TYPICAL_RATIO = 4;

  private GzipDecompressor() {}

  static byte[] decompress(byte[] array, int offset, int length, int maxBytes)
      throws MalformedFrameException {
    try (var gzip = new GZIPInputStream(new ByteArrayInputStream(array, offset, length))) {
      return BoundedOutput.readAll(gzip, maxBytes, length * TYPICAL_RATIO);
    } catch (EOFException e) {
      throw new MalformedFrameException(
          Reason.TRUNCATED, "a gzip frame of %d bytes ends too early".formatted(length), e);
    } catch (IOException e) {
      throw new MalformedFrameException(
          Reason.MALFORMED, "%d bytes begin like gzip but are not".formatted(length), e);
    }
  }
}
