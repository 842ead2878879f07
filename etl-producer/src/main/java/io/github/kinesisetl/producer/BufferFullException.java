// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

/**
 * The producer holds as many bytes as it may, and room did not come in time. Nothing was taken: put
 * the event again later, or give it up.
 */
public final class BufferFullException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * An exception with its numbers.
   *
   * @param neededBytes what the event needs
   * @param bufferedBytes what is in use
   * @param maxBufferedBytes the bound
   */
  public BufferFullException(long neededBytes, long bufferedBytes, long maxBufferedBytes) {
    super(
        "maxBufferedBytes is %d, of which %d are in use and %d more are needed; put more slowly or raise it"
            .formatted(maxBufferedBytes, bufferedBytes, neededBytes));
  }
}
