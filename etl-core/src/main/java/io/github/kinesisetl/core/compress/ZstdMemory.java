// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.compress;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.util.function.Supplier;

/**
 * Tells that native memory ran out by the error that stands for it: what zstd-jni throws looks like
 * a fault of the bytes, which would be given up for it.
 */
final class ZstdMemory {

  private ZstdMemory() {}

  /** Makes a context; its constructor fails for lack of memory only. */
  static <C> C context(Supplier<C> factory) {
    try {
      return factory.get();
    } catch (IllegalStateException e) {
      throw ranOut(e);
    }
  }

  /** Throws if memory was what a step wanted for. */
  static void check(ZstdException e) {
    if (e.getErrorCode() == Zstd.errMemoryAllocation()) {
      throw ranOut(e);
    }
  }

  private static OutOfMemoryError ranOut(RuntimeException cause) {
    var error = new OutOfMemoryError("no native memory for zstd: " + cause.getMessage());
    error.initCause(cause);
    return error;
  }
}
