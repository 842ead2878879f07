// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.encrypt;

import java.util.Map;

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
   * Makes a data key that the service binds to a context, if it can.
   *
   * @param context what the frames under the key are bound to; may be empty
   * @return the key
   * @throws DataKeyException if the service gives none
   */
  default DataKey generate(Map<String, String> context) {
    return generate();
  }

  /**
   * Opens a data key.
   *
   * @param keyId the master key that the frame names; do not trust it
   * @param wrapped the wrapped key out of the frame
   * @return the key
   * @throws DataKeyException if the service does not open it; it says whether a retry helps
   */
  DataKey open(String keyId, byte[] wrapped);

  /**
   * Opens a data key that may be bound to a context.
   *
   * @param keyId the master key that the frame names; do not trust it
   * @param wrapped the wrapped key out of the frame
   * @param context what the frames under the key are bound to; may be empty
   * @return the key
   * @throws DataKeyException if the service does not open it; it says whether a retry helps
   */
  default DataKey open(String keyId, byte[] wrapped, Map<String, String> context) {
    return open(keyId, wrapped);
  }
}
