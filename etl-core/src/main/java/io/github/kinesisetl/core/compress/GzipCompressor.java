// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.compress;

import io.github.kinesisetl.core.record.RecordBuffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/** Gzip through the platform's own streams. */
final class GzipCompressor implements Compressor {

  @Override
  public FrameFormat format() {
    return FrameFormat.GZIP;
  }

  @Override
  public void compress(byte[] array, int offset, int length, RecordBuffer out) {
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(array, offset, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a buffer does not fail
    }
  }

  @Override
  public void close() {}
}
