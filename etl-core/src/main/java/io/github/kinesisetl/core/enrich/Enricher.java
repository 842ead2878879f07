// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.enrich;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One step that adds fields to an event. An implementation must be safe for use by many threads,
 * must not keep the event, and must answer every input with a result: exceptions are for bugs.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface Enricher {

  /**
   * Adds fields to an event, in place.
   *
   * @param event the event; left as it was unless the result is {@link Enrichment.Enriched}, or the
   *     implementation says otherwise
   * @param deadline when to give up; a step that waits for something must bound its wait by it
   * @return what became of it
   */
  Enrichment enrich(ObjectNode event, Deadline deadline);
}
