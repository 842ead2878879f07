// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.enrich;

/** Bounds texts. Stateless. */
public final class Texts {

  private Texts() {}

  /**
   * Cuts a text, and no character in two.
   *
   * @param text the text
   * @param maxChars most characters of it to keep, at least 1
   * @return the text, or its beginning, which never ends with half of a surrogate pair
   */
  public static String cut(String text, int maxChars) {
    if (text.length() <= maxChars) {
      return text;
    }
    boolean splitsPair = Character.isHighSurrogate(text.charAt(maxChars - 1));
    return text.substring(0, splitsPair ? maxChars - 1 : maxChars);
  }
}
