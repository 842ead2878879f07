// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** An attribute's value. Two are equal if DynamoDB's {@code =} says so. */
sealed interface Value {

  /** What DynamoDB adds to the size of a list or map, and to each of its elements. */
  int COLLECTION_BYTES = 3;

  int ELEMENT_BYTES = 1;

  /** Such as {@code S}. */
  String type();

  /** The size by DynamoDB's rules, in bytes. */
  int bytes();

  /** A value that can be a key, compared and kept in a set: S, N, B. */
  sealed interface Scalar extends Value, Comparable<Scalar> {

    /** The order within a type; types are ordered by name, so that a set can tell them apart. */
    @Override
    default int compareTo(Scalar other) {
      if (this instanceof Text a && other instanceof Text b) {
        return Text.compare(a.text, b.text);
      }
      if (this instanceof Num a && other instanceof Num b) {
        return a.number.compareTo(b.number);
      }
      if (this instanceof Binary a && other instanceof Binary b) {
        return a.latin1.compareTo(b.latin1);
      }
      return type().compareTo(other.type());
    }
  }

  record Text(String text) implements Scalar {
    @Override
    public String type() {
      return "S";
    }

    @Override
    public int bytes() {
      return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** The order of the UTF-8 bytes, in which surrogates come after all other characters. */
    private static int compare(String a, String b) {
      int end = Math.min(a.length(), b.length());
      for (int i = 0; i < end; i++) {
        if (a.charAt(i) != b.charAt(i)) {
          return Integer.compare(rank(a.charAt(i)), rank(b.charAt(i)));
        }
      }
      return Integer.compare(a.length(), b.length());
    }

    private static int rank(char c) {
      return Character.isSurrogate(c) ? c + Character.MAX_VALUE : c;
    }
  }

  /** Numbers are kept without trailing zeros, so that equal ones are equal. */
  record Num(BigDecimal number) implements Scalar {
    public Num {
      number = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    }

    @Override
    public String type() {
      return "N";
    }

    @Override
    public int bytes() {
      return (number.precision() + 1) / 2 + 1 + (number.signum() < 0 ? 1 : 0);
    }
  }

  /** Bytes, each as one character: equality and unsigned order for nothing. */
  record Binary(String latin1) implements Scalar {
    static Binary of(byte[] bytes) {
      return new Binary(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    byte[] toBytes() {
      return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public String type() {
      return "B";
    }

    @Override
    public int bytes() {
      return latin1.length();
    }
  }

  record Bool(boolean isTrue) implements Value {
    @Override
    public String type() {
      return "BOOL";
    }

    @Override
    public int bytes() {
      return 1;
    }
  }

  record Null() implements Value {
    @Override
    public String type() {
      return "NULL";
    }

    @Override
    public int bytes() {
      return 1;
    }
  }

  record ListOf(List<Value> values) implements Value {
    public ListOf {
      values = List.copyOf(values);
    }

    @Override
    public String type() {
      return "L";
    }

    @Override
    public int bytes() {
      return COLLECTION_BYTES + values.stream().mapToInt(v -> v.bytes() + ELEMENT_BYTES).sum();
    }
  }

  record MapOf(Map<String, Value> values) implements Value {
    public MapOf {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    @Override
    public String type() {
      return "M";
    }

    @Override
    public int bytes() {
      return COLLECTION_BYTES + values.size() * ELEMENT_BYTES + Item.bytes(values);
    }
  }

  /** A set that is not empty, of values of one type. */
  record SetOf(SortedSet<Scalar> values) implements Value {
    public SetOf {
      values = Collections.unmodifiableSortedSet(new TreeSet<>(values));
    }

    String elementType() {
      return values.first().type();
    }

    @Override
    public String type() {
      return elementType() + "S";
    }

    @Override
    public int bytes() {
      return values.stream().mapToInt(Value::bytes).sum();
    }
  }
}
