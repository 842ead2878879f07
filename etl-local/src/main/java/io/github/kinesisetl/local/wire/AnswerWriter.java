// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Writes one answer, an object, into memory. Fields without a value are left out. */
final class AnswerWriter {

  private static final int EPOCH_TAG = 1;

  private final ByteArrayBuilder bytes = new ByteArrayBuilder();
  private final JsonGenerator generator;

  AnswerWriter(Encoding encoding) {
    try {
      generator = encoding.mapper().createGenerator(bytes);
      generator.writeStartObject();
    } catch (IOException e) {
      throw inMemory(e);
    }
  }

  AnswerWriter text(String name, @Nullable String value) {
    return write(() -> {
      if (value != null) {
        generator.writeStringField(name, value);
      }
    });
  }

  AnswerWriter texts(String name, Collection<String> values) {
    return write(() -> {
      generator.writeArrayFieldStart(name);
      for (String value : values) {
        generator.writeString(value);
      }
      generator.writeEndArray();
    });
  }

  AnswerWriter number(String name, long value) {
    return write(() -> {
      generator.writeNumberField(name, value);
    });
  }

  AnswerWriter flag(String name, boolean value) {
    return write(() -> {
      generator.writeBooleanField(name, value);
    });
  }

  AnswerWriter data(String name, byte[] value) {
    return write(() -> {
      generator.writeBinaryField(name, value);
    });
  }

  AnswerWriter time(String name, long millis) {
    return write(() -> {
      generator.writeFieldName(name);
      if (generator instanceof CBORGenerator cbor) {
        cbor.writeTag(EPOCH_TAG);
        generator.writeNumber(millis);
      } else {
        generator.writeNumber(BigDecimal.valueOf(millis, 3));
      }
    });
  }

  /** Begins an object in a field; {@link #end} ends it. */
  AnswerWriter object(String name) {
    return write(() -> {
      generator.writeObjectFieldStart(name);
    });
  }

  /** Begins a list in a field; {@link #end} ends it. */
  AnswerWriter list(String name) {
    return write(() -> {
      generator.writeArrayFieldStart(name);
    });
  }

  /** Begins an object in a list; {@link #end} ends it. */
  AnswerWriter element() {
    return write(() -> {
      generator.writeStartObject();
    });
  }

  /** Ends the object or list begun last. */
  AnswerWriter end() {
    return write(() -> {
      if (generator.getOutputContext().inArray()) {
        generator.writeEndArray();
      } else {
        generator.writeEndObject();
      }
    });
  }

  byte[] toBytes() {
    try {
      generator.writeEndObject();
      generator.close();
      return bytes.getClearAndRelease();
    } catch (IOException e) {
      throw inMemory(e);
    }
  }

  private AnswerWriter write(Step step) {
    try {
      step.run();
      return this;
    } catch (IOException e) {
      throw inMemory(e);
    }
  }

  private static UncheckedIOException inMemory(IOException e) {
    return new UncheckedIOException(e); // memory does not fail
  }

  @FunctionalInterface
  private interface Step {
    void run() throws IOException;
  }
}
