// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.encrypt;

import static java.util.Objects.requireNonNull;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key that encrypts frames, with its wrapped form, which travels with them. Immutable.
 *
 * @since 0.1.0
 */
public final class DataKey {

  /** Bytes of a key: AES-256. */
  public static final int KEY_BYTES = 32;

  /** Most bytes of key id and wrapped key together. */
  public static final int MAX_WRAPPED_BYTES = 1024;

  private final String keyId;
  private final byte[] wrapped;
  private final SecretKey key;

  /**
   * A data key.
   *
   * @param keyId names the master key that wrapped it: for KMS its ARN
   * @param wrapped the key as only the key service can open it
   * @param plain the key itself, {@value #KEY_BYTES} bytes; copied
   * @throws IllegalArgumentException if the key has another size, or the rest is too long
   */
  public DataKey(String keyId, byte[] wrapped, byte[] plain) {
    this.keyId = requireNonNull(keyId, "keyId");
    this.wrapped = wrapped.clone();
    if (plain.length != KEY_BYTES) {
      throw new IllegalArgumentException(
          "plain must have %d bytes, but has %d".formatted(KEY_BYTES, plain.length));
    }
    if (keyId.length() * 3 + wrapped.length > MAX_WRAPPED_BYTES) {
      throw new IllegalArgumentException(
          "keyId (3 bytes a character) and wrapped must have at most %d bytes, but have %d"
              .formatted(MAX_WRAPPED_BYTES, keyId.length() * 3 + wrapped.length));
    }
    key = new SecretKeySpec(plain, "AES");
  }

  /**
   * Names the master key.
   *
   * @return for KMS its ARN
   */
  public String keyId() {
    return keyId;
  }

  /**
   * The key as only the key service can open it.
   *
   * @return a copy
   */
  public byte[] wrapped() {
    return wrapped.clone();
  }

  SecretKey key() {
    return key;
  }

  /** Names the master key, and nothing secret. */
  @Override
  public String toString() {
    return "DataKey[" + keyId + "]";
  }
}
