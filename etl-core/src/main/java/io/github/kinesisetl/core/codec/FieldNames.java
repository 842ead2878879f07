// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;

/**
 * The names of the fields that a decoder knows, to be compared byte by byte. Events mostly carry
 * their fields in one order, so the search begins behind the last hit. Immutable.
 */
public final class FieldNames {

  /** What a search answers when the name is none of these. */
  public static final int UNKNOWN = -1;

  private final byte[][] names;

  private FieldNames(byte[][] names) {
    this.names = names;
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

  int size() {
    return names.length;
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
