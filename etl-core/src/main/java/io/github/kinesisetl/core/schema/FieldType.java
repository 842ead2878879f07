// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * The types that a field can have, by the JSON value that carries it.
 *
 * @since 0.1.0
 */
public enum FieldType {
  /** A string. */
  STRING,
  /** A number without a fraction, of at most 64 bits. */
  INTEGER,
  /** A number; whole numbers are decimals too. */
  DECIMAL,
  /** True or false. */
  BOOLEAN,
  /** A string in ISO 8601 with an offset, such as {@code 2026-11-23T14:00:00Z}. */
  TIMESTAMP,
  /** An object. */
  OBJECT,
  /** An array. */
  ARRAY;

  /**
   * Whether a value has this type.
   *
   * @param value the value, not null or missing
   * @return true if a field of this type may hold it
   */
  public boolean accepts(JsonNode value) {
    return switch (this) {
      case STRING -> value.isTextual();
      case INTEGER -> value.isIntegralNumber() && value.canConvertToLong();
      case DECIMAL -> value.isNumber();
      case BOOLEAN -> value.isBoolean();
      case TIMESTAMP -> value.isTextual() && isTimestamp(value.textValue());
      case OBJECT -> value.isObject();
      case ARRAY -> value.isArray();
    };
  }

  /**
   * Whether every value of another type is a value of this one, so that a reader of this type
   * understands a writer of the other.
   *
   * @param written the writer's type
   * @return true if nothing written can surprise the reader
   */
  public boolean reads(FieldType written) {
    return this == written
        || (this == DECIMAL && written == INTEGER)
        || (this == STRING && written == TIMESTAMP);
  }

  private static boolean isTimestamp(String text) {
    try {
      return !OffsetDateTime.parse(text).toInstant().equals(Instant.MIN);
    } catch (DateTimeException e) {
      return false;
    }
  }
}
