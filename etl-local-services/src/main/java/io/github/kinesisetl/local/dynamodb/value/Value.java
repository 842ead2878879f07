// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb.value;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** An attribute's value. Two are equal if DynamoDB's {@code =} says so. */
public sealed interface Value {

  /** What DynamoDB adds to the size of a list or map. */
  int COLLECTION_BYTES = 3;

  /** What DynamoDB adds for each element of one. */
  int ELEMENT_BYTES = 1;

  /**
   * Returns the type.
   *
   * @return as on the wire, such as {@code S}
   */
  String type();

  /**
   * Returns the size by DynamoDB's rules.
   *
   * @return bytes
   */
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

  /**
   * S.
   *
   * @param text the text
   */
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

  /**
   * N. Numbers are kept without trailing zeros, so that equal ones are equal.
   *
   * @param number the number
   */
  record Num(BigDecimal number) implements Scalar {
    /** Drops trailing zeros. */
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

  /**
   * B, each byte as one character: equality and unsigned order for nothing.
   *
   * @param latin1 the bytes
   */
  record Binary(String latin1) implements Scalar {
    /**
     * Wraps bytes.
     *
     * @param bytes the bytes
     * @return the value
     */
    public static Binary of(byte[] bytes) {
      return new Binary(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    /**
     * Returns the bytes.
     *
     * @return a copy
     */
    public byte[] toBytes() {
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

  /**
   * BOOL.
   *
   * @param isTrue what it is
   */
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

  /** NULL, which is a value. */
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

  /**
   * L.
   *
   * @param values in their order
   */
  record ListOf(List<Value> values) implements Value {
    /** Keeps a copy. */
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

  /**
   * M.
   *
   * @param values by name
   */
  record MapOf(Map<String, Value> values) implements Value {
    /** Keeps a copy. */
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

  /**
   * SS, NS or BS: a set that is not empty, of values of one type.
   *
   * @param values in order
   */
  record SetOf(SortedSet<Scalar> values) implements Value {
    /** Keeps a copy. */
    public SetOf {
      values = Collections.unmodifiableSortedSet(new TreeSet<>(values));
    }

    /**
     * Returns the type of its values.
     *
     * @return S, N or B
     */
    public String elementType() {
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
