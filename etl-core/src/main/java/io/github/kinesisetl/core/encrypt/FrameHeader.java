// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.encrypt;

import io.github.kinesisetl.core.encrypt.internal.EncryptedFormat;
import io.github.kinesisetl.core.record.MalformedFrameException;
import io.github.kinesisetl.core.record.MalformedFrameException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What stands before the ciphertext. Immutable. */
final class FrameHeader {

  private final byte version;
  private final String keyId;
  private final byte[] wrapped;
  private final int ivAt;

  private FrameHeader(byte version, String keyId, byte[] wrapped, int ivAt) {
    this.version = version;
    this.keyId = keyId;
    this.wrapped = wrapped;
    this.ivAt = ivAt;
  }

  static FrameHeader parse(byte[] array, int offset, int length) throws MalformedFrameException {
    var frame = ByteBuffer.wrap(array, offset, length);
    if (length < EncryptedFormat.FIXED_BYTES) {
      throw truncated(length);
    }
    byte version = frame.get(offset + EncryptedFormat.MAGIC_BYTES);
    if (version != EncryptedFormat.VERSION && version != EncryptedFormat.BOUND) {
      throw new MalformedFrameException(
          Reason.MALFORMED,
          "an encrypted frame has version %d, but only %d and %d are known"
              .formatted(version, EncryptedFormat.VERSION, EncryptedFormat.BOUND));
    }
    frame.position(offset + EncryptedFormat.MAGIC_BYTES + 1);
    byte[] keyId = field(frame, length);
    byte[] wrapped = field(frame, length);
    if (frame.remaining() < EncryptedFormat.IV_BYTES + EncryptedFormat.TAG_BYTES) {
      throw truncated(length);
    }
    return new FrameHeader(
        version, new String(keyId, StandardCharsets.UTF_8), wrapped, frame.position());
  }

  /** A frame for so much content, with the header written, and nothing behind it yet. */
  static byte[] begin(byte version, DataKey key, byte[] iv, int contentBytes) {
    byte[] keyId = key.keyId().getBytes(StandardCharsets.UTF_8);
    byte[] wrapped = key.wrapped();
    byte[] frame =
        new byte[EncryptedFormat.FIXED_BYTES + keyId.length + wrapped.length + contentBytes];
    ByteBuffer header = ByteBuffer.wrap(frame);
    EncryptedFormat.writeMagic(header);
    header
        .put(version)
        .putShort((short) keyId.length)
        .put(keyId)
        .putShort((short) wrapped.length)
        .put(wrapped)
        .put(iv);
    return frame;
  }

  byte version() {
    return version;
  }

  String keyId() {
    return keyId;
  }

  byte[] wrapped() {
    return wrapped;
  }

  /** Where in the array the IV begins. */
  int ivAt() {
    return ivAt;
  }

  private static byte[] field(ByteBuffer frame, int length) throws MalformedFrameException {
    int bytes = frame.remaining() < 2 ? Integer.MAX_VALUE : frame.getShort() & 0xffff;
    if (bytes > Math.min(frame.remaining(), DataKey.MAX_WRAPPED_BYTES)) {
      throw truncated(length);
    }
    byte[] field = new byte[bytes];
    frame.get(field);
    return field;
  }

  private static MalformedFrameException truncated(int length) {
    return new MalformedFrameException(
        Reason.TRUNCATED,
        "an encrypted frame of %d bytes ends within its header".formatted(length));
  }
}
