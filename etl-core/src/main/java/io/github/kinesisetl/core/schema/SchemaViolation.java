// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.schema;

/**
 * One way in which an event breaks its schema. Tells the shape of the offending value, never the
 * value, because it reaches logs and dead-letter reasons.
 *
 * @param field the field's name
 * @param rule the rule that was broken, such as {@code type INTEGER} or {@code range 0.0 to 9.0}
 * @param valueShape what stood there, such as {@code string of 12 characters}
 * @since 0.1.0
 */
public record SchemaViolation(String field, String rule, String valueShape) {

  /** Field, rule and shape in one phrase. */
  @Override
  public String toString() {
    return field + " breaks " + rule + " with " + valueShape;
  }
}
