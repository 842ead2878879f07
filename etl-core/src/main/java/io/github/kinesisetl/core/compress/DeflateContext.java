// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.compress;

import java.io.Closeable;
import java.util.zip.Inflater;

/** An inflater that is used again. Not safe for use by many threads. */
final class DeflateContext implements Closeable {

  private final Inflater inflater;

  /**
   * A context.
   *
   * @param bare whether the stream comes without the header and the checksum of zlib
   */
  DeflateContext(boolean bare) {
    inflater = new Inflater(bare);
  }

  Inflater begin(byte[] array, int offset, int length) {
    inflater.reset();
    inflater.setInput(array, offset, length);
    return inflater;
  }

  @Override
  public void close() {
    inflater.end();
  }
}
