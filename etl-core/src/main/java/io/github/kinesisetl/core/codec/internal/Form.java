// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.codec.internal;

import io.github.kinesisetl.core.aggregate.internal.RecordDeaggregator;
import io.github.kinesisetl.core.claim.ClaimCheck;
import io.github.kinesisetl.core.compress.Decompressor;
import io.github.kinesisetl.core.compress.FrameFormat;
import io.github.kinesisetl.core.encrypt.internal.EncryptedFormat;
import java.util.Optional;

/** What bytes of a stream may be, as their first bytes say (docs/wire-format.md). */
enum Form {
  PLAIN,
  ZLIB,
  GZIP,
  ZSTD,
  ENCRYPTED,
  AGGREGATE,
  DENSE,
  CLAIM;

  /**
   * Looks at the first bytes.
   *
   * @param zlib whether what may be zlib is taken for it
   */
  static Form of(byte[] array, int offset, int length, boolean zlib) {
    Optional<FrameFormat> frame = FrameFormat.detect(array, offset, length);
    if (frame.isPresent()) {
      return frame.get() == FrameFormat.GZIP ? GZIP : ZSTD;
    }
    if (EncryptedFormat.isEncrypted(array, offset, length)) {
      return ENCRYPTED;
    }
    if (RecordDeaggregator.beginsAsAggregate(array, offset, length)) {
      return AGGREGATE;
    }
    if (zlib && Decompressor.maybeZlib(array, offset, length)) {
      return ZLIB;
    }
    return ClaimCheck.isClaim(array, offset, length) ? CLAIM : PLAIN;
  }
}
