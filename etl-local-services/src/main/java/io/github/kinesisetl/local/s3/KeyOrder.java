// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.s3;

import java.util.Comparator;

/** The order of keys: that of their bytes in UTF-8, which is that of their code points. */
enum KeyOrder implements Comparator<String> {
  UTF_8;

  @Override
  public int compare(String a, String b) {
    int common = Math.min(a.length(), b.length());
    for (int i = 0; i < common; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        return Integer.compare(rank(x), rank(y));
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  /** Surrogates stand for code points above all other characters. */
  private static int rank(char c) {
    return Character.isSurrogate(c) ? c + Character.MAX_VALUE : c;
  }
}
