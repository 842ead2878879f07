// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.encrypt;

import io.github.kinesisetl.core.record.MalformedFrameException;

/**
 * Opens encrypted frames. Implementations are safe for use by many threads.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface Decryptor {

  /**
   * Opens a frame.
   *
   * @param array holds the frame
   * @param offset where it begins
   * @param length its size in bytes
   * @return what was inside
   * @throws MalformedFrameException if the frame is broken or was changed; a retry never helps
   * @throws DataKeyException if its key cannot be had now; a retry may help
   */
  byte[] decrypt(byte[] array, int offset, int length) throws MalformedFrameException;
}
