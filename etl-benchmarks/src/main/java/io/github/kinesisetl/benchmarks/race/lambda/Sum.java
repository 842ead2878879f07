// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race.lambda;

import org.jspecify.annotations.Nullable;

/** An event that can be summed up, so that no contestant can leave a field out. */
interface Sum {

  /** Something of every field. */
  long sum();

  static long of(@Nullable String text) {
    return text == null ? 0 : text.length() + text.charAt(text.length() - 1);
  }
}
