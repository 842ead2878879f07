// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.codec.internal;

import io.github.kinesisetl.core.claim.ClaimStore;
import io.github.kinesisetl.core.codec.ReaderLimits;
import io.github.kinesisetl.core.compress.Decompressor;
import io.github.kinesisetl.core.encrypt.Decryptor;
import org.jspecify.annotations.Nullable;

/**
 * What a reader opens forms with, and within which bounds.
 *
 * @param limits the bounds
 * @param rules what is taken for what
 * @param decompressor opens compressed frames; who made it closes it
 * @param decryptor opens encrypted frames, or null if nobody may
 * @param claims fetches large events, or null if nobody can
 */
public record ReaderResources(
    ReaderLimits limits,
    Rules rules,
    Decompressor decompressor,
    @Nullable Decryptor decryptor,
    @Nullable ClaimStore claims) {

  /**
   * How bytes are taken.
   *
   * @param requireEncrypted whether a record counts only out of an encrypted frame
   * @param zlib whether what may be zlib is taken for it
   * @param splitJson whether the documents of a record are records
   */
  public record Rules(boolean requireEncrypted, boolean zlib, boolean splitJson) {}
}
