// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;

/**
 * The names of the fields that a decoder knows, to be compared byte by byte. Events mostly carry
 * their fields in one order, so the search begins behind the last hit. Immutable.
 *
 * @since 0.1.0
 */
public final class FieldNames {

  /** What a search answers when the name is none of these. */
  public static final int UNKNOWN = -1;

  private static final byte[] NOT_ORDINARY = new byte[0];

  private final byte[][] names;
  private final byte[][] tokens; // a name as writers write it: quotes and colon

  private FieldNames(byte[][] names) {
    this.names = names;
    this.tokens = new byte[names.length][];
    for (int i = 0; i < names.length; i++) {
      tokens[i] = token(names[i]);
    }
  }

  /**
   * Names in the order in which events mostly carry them.
   *
   * @param names at least one, each once
   * @return the names; a name's number is its place here, from 0
   * @throws IllegalArgumentException if there is none, or one stands twice
   */
  public static FieldNames of(String... names) {
    if (names.length == 0 || new HashSet<>(Arrays.asList(names)).size() < names.length) {
      throw new IllegalArgumentException(
          "names must be at least one and each once, but are " + Arrays.toString(names));
    }
    byte[][] bytes = new byte[names.length][];
    for (int i = 0; i < names.length; i++) {
      bytes[i] = names[i].getBytes(StandardCharsets.UTF_8);
    }
    return new FieldNames(bytes);
  }

  /** Where the token of a name ends, if there is that name and it is what stands here; else -1. */
  int tokenEnd(int index, byte[] array, int from, int end) {
    if (index >= tokens.length) {
      return -1;
    }
    byte[] token = tokens[index];
    int to = from + token.length;
    if (to > end || to == from) {
      return -1;
    }
    for (int i = token.length - 1; i >= 0; i--) {
      if (token[i] != array[from + i]) {
        return -1;
      }
    }
    return to;
  }

  private static byte[] token(byte[] name) {
    if (JsonText.plainEnd(name, 0, name.length) < name.length) {
      return NOT_ORDINARY; // it has an escape, or more ways than one to be written
    }
    byte[] token = new byte[name.length + 3];
    token[0] = '"';
    System.arraycopy(name, 0, token, 1, name.length);
    token[name.length + 1] = '"';
    token[name.length + 2] = ':';
    return token;
  }

  /** Looks for bytes, first where they are expected. */
  int indexOf(byte[] array, int from, int to, int expected) {
    int first = expected < names.length ? expected : 0;
    if (matches(first, array, from, to)) {
      return first;
    }
    for (int i = 0; i < names.length; i++) {
      if (i != first && matches(i, array, from, to)) {
        return i;
      }
    }
    return UNKNOWN;
  }

  private boolean matches(int index, byte[] array, int from, int to) {
    byte[] name = names[index];
    int length = to - from;
    if (name.length != length) {
      return false;
    }
    for (int i = length - 1; i >= 0; i--) { // names differ at their ends more often
      if (name[i] != array[from + i]) {
        return false;
      }
    }
    return true;
  }
}
