// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.deploy;

/**
 * Whatever {@code System.out} is when something is written: Lambda's runtime client replaces it
 * after a handler was made. Safe for use by many threads.
 */
final class Console implements Appendable {

  @Override
  public Appendable append(CharSequence text) {
    System.out.append(text);
    return this;
  }

  @Override
  public Appendable append(CharSequence text, int from, int to) {
    System.out.append(text, from, to);
    return this;
  }

  @Override
  public Appendable append(char c) {
    System.out.append(c);
    return this;
  }
}
