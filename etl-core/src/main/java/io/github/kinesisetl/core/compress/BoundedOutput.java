// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.compress;

import io.github.kinesisetl.core.record.MalformedFrameException;
import io.github.kinesisetl.core.record.MalformedFrameException.Reason;
import io.github.kinesisetl.core.record.RecordBuffer;
import java.io.IOException;
import java.io.InputStream;

/** Reads a decompressing stream to its end, and not a byte further than allowed. */
final class BoundedOutput {

  private static final int STEP_BYTES = 8192;

  private BoundedOutput() {}

  static byte[] readAll(InputStream in, int maxBytes, int expectedBytes)
      throws IOException, MalformedFrameException {
    var out = new RecordBuffer(Math.min(maxBytes, Math.max(STEP_BYTES, expectedBytes)));
    byte[] step = new byte[STEP_BYTES];
    for (int read = in.read(step); read >= 0; read = in.read(step)) {
      if (read > maxBytes - out.sizeBytes()) {
        throw tooLarge(maxBytes);
      }
      out.write(step, 0, read);
    }
    return out.toByteArray();
  }

  static MalformedFrameException tooLarge(int maxBytes) {
    return new MalformedFrameException(
        Reason.TOO_LARGE, "a frame holds more than the %d bytes allowed".formatted(maxBytes));
  }
}
