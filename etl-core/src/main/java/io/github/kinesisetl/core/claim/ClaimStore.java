// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.claim;

import io.github.kinesisetl.core.record.MalformedFrameException;

/**
 * Object storage for large events. Implementations are safe for use by many threads and block.
 *
 * @since 0.1.0
 */
public interface ClaimStore {

  /**
   * Keeps bytes under a name of their own.
   *
   * @param data the bytes
   * @return where they are, as a URI that {@link #fetch} understands
   * @throws ClaimStoreException if they could not be kept
   */
  String store(byte[] data);

  /**
   * Gets bytes back. {@code RecordReader} checks size and digest of what comes.
   *
   * @param claim where they are, as a record on the stream says; do not trust it
   * @return the bytes
   * @throws MalformedFrameException if they are gone, or the URI is none of this store's; a retry
   *     never helps
   * @throws ClaimStoreException if they cannot be had now; a retry may help
   */
  byte[] fetch(ClaimCheck claim) throws MalformedFrameException;
}
