// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

/**
 * The producer holds as many bytes as it may, and room did not come in time. Nothing was taken: put
 * the event again later, or give it up.
 */
public final class BufferFullException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private BufferFullException(String message) {
    super(message);
  }

  /**
   * A bound is reached.
   *
   * @param setting the option that sets the bound, such as {@code maxBufferedBytes}
   * @param neededBytes what the event needs
   * @param usedBytes what is in use
   * @param maxBytes the bound
   * @return an exception with the numbers
   */
  public static BufferFullException of(
      String setting, long neededBytes, long usedBytes, long maxBytes) {
    return new BufferFullException(
        "%s is %d, of which %d are in use now; there was no room for %d more in time (the rest may have"
                .formatted(setting, maxBytes, usedBytes, neededBytes)
            + " come free since, or be needed for whole files); put more slowly or raise it");
  }

  /**
   * What an earlier process left in the log goes first, and takes its time.
   *
   * @param eventsLeft how many events are not queued yet
   * @return an exception with the number
   */
  public static BufferFullException duringRecovery(long eventsLeft) {
    return new BufferFullException(
        "%d events that an earlier process left are not queued yet, and they go first; put later"
            .formatted(eventsLeft));
  }
}
