// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.encrypt;

/**
 * A key service: makes data keys, and opens those that it made. {@link FrameCipher} asks it seldom.
 * Implementations are safe for use by many threads and may block.
 *
 * @since 0.1.0
 */
public interface DataKeyProvider {

  /**
   * Makes a data key.
   *
   * @return the key
   * @throws DataKeyException if the service gives none
   */
  DataKey generate();

  /**
   * Opens a data key.
   *
   * @param keyId the master key that the frame names; do not trust it
   * @param wrapped the wrapped key out of the frame
   * @return the key
   * @throws DataKeyException if the service does not open it; it says whether a retry helps
   */
  DataKey open(String keyId, byte[] wrapped);
}
