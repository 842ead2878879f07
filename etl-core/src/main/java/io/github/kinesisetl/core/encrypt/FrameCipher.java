// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.encrypt;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.encrypt.internal.EncryptedFormat;
import io.github.kinesisetl.core.record.MalformedFrameException;
import io.github.kinesisetl.core.record.MalformedFrameException.Reason;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encrypts and opens frames with AES-256-GCM. A data key serves many frames, so that the key
 * service is asked seldom; opened keys are kept, too. Safe for use by many threads.
 *
 * <p>Each frame has a random IV. NIST SP 800-38D allows 2^32 of them a key; here a key serves at
 * most 2^21 frames.
 *
 * @since 0.1.0
 */
public final class FrameCipher implements Decryptor {

  private static final Logger log = LoggerFactory.getLogger(FrameCipher.class);

  private static final String ALGORITHM = "AES/GCM/NoPadding";
  private static final long MAX_MAX_USES = 1 << 20;
  private static final int KEPT_KEYS = 256;

  /** A key serves so many times its limits while the key service is away. */
  private static final int GRACE = 2;

  private final DataKeyProvider provider;
  private final Duration maxAge;
  private final long maxUses;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final OpenedKeys opened;
  private @Nullable DataKey current; // guarded by this, as is all below
  private Instant since = Instant.MIN;
  private long uses;

  private FrameCipher(Builder builder, InstantSource clock) {
    provider = builder.provider;
    maxAge = builder.maxAge;
    maxUses = builder.maxUses;
    this.clock = clock;
    opened = new OpenedKeys(KEPT_KEYS, maxAge);
  }

  /**
   * Starts with the defaults: a data key serves 5 minutes and 100,000 frames.
   *
   * @param provider the key service
   * @return a builder
   */
  public static Builder builder(DataKeyProvider provider) {
    return new Builder(provider);
  }

  /**
   * Encrypts bytes. Compress them before: afterwards nothing can.
   *
   * @param array holds them
   * @param offset where they begin
   * @param length how many there are
   * @return one frame, at most {@link EncryptedFormat#MAX_OVERHEAD_BYTES} longer
   * @throws DataKeyException if there is no key
   */
  public byte[] encrypt(byte[] array, int offset, int length) {
    DataKey key = nextKey();
    byte[] iv = new byte[EncryptedFormat.IV_BYTES];
    random.nextBytes(iv);
    byte[] frame = FrameHeader.begin(key, iv, length);
    int headerBytes = frame.length - length - EncryptedFormat.TAG_BYTES;
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, iv, 0);
      cipher.updateAAD(frame, 0, headerBytes);
      int unused = cipher.doFinal(array, offset, length, frame, headerBytes);
      return frame;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }

  @Override
  public byte[] decrypt(byte[] array, int offset, int length) throws MalformedFrameException {
    FrameHeader header = FrameHeader.parse(array, offset, length);
    DataKey key = keyOf(header);
    int cipherAt = header.ivAt() + EncryptedFormat.IV_BYTES;
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, array, header.ivAt());
      cipher.updateAAD(array, offset, cipherAt - offset);
      return cipher.doFinal(array, cipherAt, offset + length - cipherAt);
    } catch (AEADBadTagException e) {
      throw new MalformedFrameException(
          Reason.MALFORMED, "an encrypted frame was changed, or has another key", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }

  private static Cipher cipher(int mode, DataKey key, byte[] array, int ivAt)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(ALGORITHM);
    var parameters =
        new GCMParameterSpec(
            EncryptedFormat.TAG_BYTES * Byte.SIZE, array, ivAt, EncryptedFormat.IV_BYTES);
    cipher.init(mode, key.key(), parameters);
    return cipher;
  }

  private synchronized DataKey nextKey() {
    Instant now = clock.instant();
    DataKey key = current;
    if (key == null || isWorn(now, 1)) {
      key = newKey(key, now);
    }
    uses++;
    return key;
  }

  /** The old key serves on for a while if the service gives no new one. */
  private DataKey newKey(@Nullable DataKey old, Instant now) {
    try {
      DataKey key = provider.generate();
      current = key;
      since = now;
      uses = 0;
      opened.put(ByteBuffer.wrap(key.wrapped()), key, now);
      return key;
    } catch (DataKeyException e) {
      if (old == null || isWorn(now, GRACE)) {
        throw e;
      }
      log.warn("no new data key, going on with the old one: {}", e.getMessage());
      return old;
    }
  }

  private boolean isWorn(Instant now, int times) {
    return uses >= maxUses * times || now.isAfter(since.plus(maxAge.multipliedBy(times)));
  }

  private DataKey keyOf(FrameHeader header) throws MalformedFrameException {
    Instant now = clock.instant();
    var wrapped = ByteBuffer.wrap(header.wrapped());
    DataKey known = opened.get(wrapped, now);
    if (known != null) {
      return known;
    }
    try {
      DataKey key = provider.open(header.keyId(), header.wrapped().clone());
      opened.put(wrapped, key, now);
      return key;
    } catch (DataKeyException e) {
      if (e.retryHelps()) {
        throw e;
      }
      throw new MalformedFrameException(
          Reason.MALFORMED, "the key of an encrypted frame cannot be opened", e);
    }
  }

  /** Collects the limits of keys. Not safe for use by many threads. */
  public static final class Builder {
    private final DataKeyProvider provider;
    private Duration maxAge = Duration.ofMinutes(5);
    private long maxUses = 100_000;

    private Builder(DataKeyProvider provider) {
      this.provider = requireNonNull(provider, "provider");
    }

    /**
     * Sets how long a data key serves, for frames that are made and for those that are opened.
     *
     * @param maxAge 1 s to 24 h
     * @return this builder
     */
    public Builder maxAge(Duration maxAge) {
      if (maxAge.compareTo(Duration.ofSeconds(1)) < 0
          || maxAge.compareTo(Duration.ofHours(24)) > 0) {
        throw new IllegalArgumentException("maxAge must be PT1S to PT24H, but is " + maxAge);
      }
      this.maxAge = maxAge;
      return this;
    }

    /**
     * Sets how many frames a data key serves.
     *
     * @param maxUses 1 to 1,048,576
     * @return this builder
     */
    public Builder maxUses(long maxUses) {
      if (maxUses < 1 || maxUses > MAX_MAX_USES) {
        throw new IllegalArgumentException(
            "maxUses must be 1 to %d, but is %d".formatted(MAX_MAX_USES, maxUses));
      }
      this.maxUses = maxUses;
      return this;
    }

    /**
     * Completes the cipher.
     *
     * @param clock tells the age of keys: {@code InstantSource.system()}
     * @return the cipher
     */
    public FrameCipher build(InstantSource clock) {
      return new FrameCipher(this, requireNonNull(clock, "clock"));
    }
  }
}
