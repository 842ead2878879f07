// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.compress;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import org.junit.jupiter.api.Test;

class ZstdMemoryTest {

  @Test
  void context_thatCannotBeMade_isNoFaultOfTheBytes() {
    assertThatExceptionOfType(OutOfMemoryError.class)
        .isThrownBy(() ->
            ZstdMemory.context(() -> {
              throw new IllegalStateException("ZSTD_createCompressCtx failed");
            }));
  }

  @Test
  void check_lackOfMemoryAlone_isOutOfMemory() {
    assertThatExceptionOfType(OutOfMemoryError.class)
        .isThrownBy(() -> ZstdMemory.check(failure(Zstd.errMemoryAllocation())));
    assertThatCode(() -> ZstdMemory.check(failure(Zstd.errCorruptionDetected())))
        .doesNotThrowAnyException();
  }

  private static ZstdException failure(long code) {
    return new ZstdException(code, "as asked");
  }
}
