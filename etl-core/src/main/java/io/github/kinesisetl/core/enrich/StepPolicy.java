// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.enrich;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What becomes of an event to which a step could not add its fields.
 *
 * @since 0.1.0
 */
public sealed interface StepPolicy permits StepPolicy.Fixed, Put {

  /**
   * The event goes on without the fields.
   *
   * @return the policy
   */
  static StepPolicy skip() {
    return Fixed.SKIP;
  }

  /**
   * The event goes on with a fixed value in place of the fields.
   *
   * @param field a field's name, or a JSON pointer that starts with {@code /}
   * @param value the value; copied
   * @return the policy
   */
  static StepPolicy put(String field, JsonNode value) {
    return new Put(FieldPath.of(field), value.deepCopy());
  }

  /**
   * The event belongs to the dead letters.
   *
   * @return the policy
   */
  static StepPolicy deadLetter() {
    return Fixed.DEAD_LETTER;
  }

  /**
   * The event is to be delivered once more, later.
   *
   * @return the policy
   */
  static StepPolicy retry() {
    return Fixed.RETRY;
  }

  /** The policies without parameters. */
  enum Fixed implements StepPolicy {
    /** See {@link StepPolicy#skip()}. */
    SKIP,
    /** See {@link StepPolicy#deadLetter()}. */
    DEAD_LETTER,
    /** See {@link StepPolicy#retry()}. */
    RETRY
  }
}
