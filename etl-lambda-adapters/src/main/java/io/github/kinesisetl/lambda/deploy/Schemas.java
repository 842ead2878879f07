// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.deploy;

import io.github.kinesisetl.core.schema.Field;
import io.github.kinesisetl.core.schema.FieldType;
import io.github.kinesisetl.core.schema.RecordSchema;
import java.util.Arrays;
import java.util.Locale;

/** Schemas written in one line: {@code user_id:string,value:decimal,note:string?}. Stateless. */
final class Schemas {

  private Schemas() {}

  static RecordSchema parse(String variable, String text) {
    RecordSchema.Builder schema = RecordSchema.builder("event", 1);
    for (String part : text.split(",", -1)) {
      String[] nameAndType = part.strip().split(":", -1);
      if (nameAndType.length != 2) {
        throw bad(variable, part);
      }
      boolean optional = nameAndType[1].endsWith("?");
      String type = nameAndType[1].replace("?", "").toUpperCase(Locale.ROOT);
      FieldType fieldType =
          Arrays.stream(FieldType.values())
              .filter(known -> known.name().equals(type))
              .findFirst()
              .orElseThrow(() -> bad(variable, part));
      schema.field(
          optional
              ? Field.optional(nameAndType[0], fieldType)
              : Field.required(nameAndType[0], fieldType));
    }
    return schema.build();
  }

  private static IllegalArgumentException bad(String variable, String part) {
    return new IllegalArgumentException(
        "%s must be <name>:<type>, comma-separated, with types of %s and a ? behind optional ones, but has %s"
            .formatted(variable, Arrays.toString(FieldType.values()), part));
  }
}
