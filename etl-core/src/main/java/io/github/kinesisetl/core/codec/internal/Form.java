// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.codec.internal;

import io.github.kinesisetl.core.aggregate.internal.RecordDeaggregator;
import io.github.kinesisetl.core.claim.ClaimCheck;
import io.github.kinesisetl.core.compress.FrameFormat;
import io.github.kinesisetl.core.encrypt.internal.EncryptedFormat;
import java.util.Optional;

/** What bytes of a stream are, as their first bytes say (docs/wire-format.md). */
enum Form {
  PLAIN,
  GZIP,
  ZSTD,
  ENCRYPTED,
  AGGREGATE,
  CLAIM;

  static Form of(byte[] array, int offset, int length) {
    Optional<FrameFormat> frame = FrameFormat.detect(array, offset, length);
    if (frame.isPresent()) {
      return frame.get() == FrameFormat.GZIP ? GZIP : ZSTD;
    }
    if (EncryptedFormat.isEncrypted(array, offset, length)) {
      return ENCRYPTED;
    }
    if (RecordDeaggregator.isAggregate(array, offset, length)) {
      return AGGREGATE;
    }
    return ClaimCheck.isClaim(array, offset, length) ? CLAIM : PLAIN;
  }
}
