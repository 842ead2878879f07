// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.json;

/** The well-formed byte sequences of UTF-8 (Unicode 15, table 3-7). Stateless. */
final class Utf8Form {

  private Utf8Form() {}

  /** How many bytes the character beyond ASCII takes that begins here; 0 if it is malformed. */
  static int bytes(byte[] array, int at, int end) {
    int lead = array[at] & 0xff;
    int bytes = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || at + bytes > end) {
      return 0;
    }
    int second = array[at + 1] & 0xff;
    if (second < lowestSecond(lead) || second > highestSecond(lead)) {
      return 0;
    }
    for (int i = 2; i < bytes; i++) {
      if ((array[at + i] & 0xc0) != 0x80) {
        return 0;
      }
    }
    return bytes;
  }

  private static int lowestSecond(int lead) {
    return switch (lead) {
      case 0xe0 -> 0xa0;
      case 0xf0 -> 0x90;
      default -> 0x80;
    };
  }

  private static int highestSecond(int lead) {
    return switch (lead) {
      case 0xed -> 0x9f; // no surrogates
      case 0xf4 -> 0x8f;
      default -> 0xbf;
    };
  }
}
