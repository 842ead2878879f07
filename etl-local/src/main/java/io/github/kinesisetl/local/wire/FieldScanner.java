// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.kinesisetl.local.api.ErrorCode;
import io.github.kinesisetl.local.api.KinesisError;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Walks through a request token by token, for the operations that carry entries. */
final class FieldScanner implements Closeable {

  private final JsonParser parser;

  FieldScanner(JsonParser parser) {
    this.parser = parser;
  }

  /** Enters the object that comes next. */
  void enterObject() throws IOException {
    expect(parser.nextToken(), JsonToken.START_OBJECT, "an object");
  }

  /** Enters the list that is the value of the present field. */
  void enterList() throws IOException {
    expect(parser.currentToken(), JsonToken.START_ARRAY, "a list");
  }

  /** Enters the next object of the list, or leaves the list. */
  boolean nextElement() throws IOException {
    JsonToken token = parser.nextToken();
    if (token == JsonToken.END_ARRAY) {
      return false;
    }
    expect(token, JsonToken.START_OBJECT, "an object");
    return true;
  }

  /** Goes to the value of the next field, or leaves the object and returns null. */
  @Nullable String nextField() throws IOException {
    String name = parser.nextFieldName();
    if (name == null) {
      expect(parser.currentToken(), JsonToken.END_OBJECT, "a field");
      return null;
    }
    parser.nextToken();
    return name;
  }

  /** The present value as a string, or null if it says null. */
  @Nullable String text() throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    expect(token, JsonToken.VALUE_STRING, "a string");
    return parser.getText();
  }

  /** The present value as an integer, or the default if it says null. */
  int number(int byDefault) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return byDefault;
    }
    expect(token, JsonToken.VALUE_NUMBER_INT, "an integer");
    return parser.getIntValue();
  }

  /** The present value as bytes of its own, or null if it says null. */
  byte @Nullable [] data() throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    if (token != JsonToken.VALUE_STRING && token != JsonToken.VALUE_EMBEDDED_OBJECT) {
      throw wrong("bytes");
    }
    return parser.getBinaryValue();
  }

  KinesisError unknownField(String known) {
    return ErrorCode.SERIALIZATION.error("unknown field; known are %s", known);
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }

  private static void expect(@Nullable JsonToken token, JsonToken expected, String words) {
    if (token != expected) {
      throw wrong(words);
    }
  }

  private static KinesisError wrong(String words) {
    return ErrorCode.SERIALIZATION.error("the body is malformed: expected %s", words);
  }
}
