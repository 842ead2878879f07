// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.spi;

import java.util.List;

/**
 * Sends one request to a stream. Implementations are safe for use by many threads; each call blocks
 * its thread until the answer is there or the attempt has timed out, and does not retry.
 */
@FunctionalInterface
public interface RecordSender {

  /**
   * Sends entries in one request.
   *
   * @param entries 1 to 500 entries within the service's limits of size
   * @return a result for each entry, in the same order; a request that failed as a whole gives
   *     every entry its failure, {@linkplain EntryResult.Failed#ofRequest() as one of the request}.
   *     Who sends takes a request of many entries that is refused for its content apart, and sends
   *     it again in parts
   */
  List<EntryResult> send(List<Entry> entries);
}
