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
import java.util.Map;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Encrypts and opens frames with AES-256-GCM. A data key serves many frames, so that the key
 * service is asked seldom; opened keys are kept, too, and so are refusals: a service that fails is
 * asked once a second, and on behalf of one thread. Safe for use by many threads.
 *
 * <p>Each frame has a random IV. NIST SP 800-38D allows 2^32 of them a key; here a key serves at
 * most 2^21 frames.
 *
 * @since 0.1.0
 */
public final class FrameCipher implements Decryptor {

  private static final String ALGORITHM = "AES/GCM/NoPadding";
  private static final long MAX_MAX_USES = 1 << 20;
  private static final int KEPT_KEYS = 256;

  private final DataKeyProvider provider;
  private final FrameContext context;
  private final KeyLimits limits;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final ServingKey serving;
  private final RecentKeys<DataKey> opened = new RecentKeys<>(KEPT_KEYS);
  private final RecentKeys<DataKeyException> refused = new RecentKeys<>(KEPT_KEYS);

  private FrameCipher(Builder builder, InstantSource clock) {
    provider = builder.provider;
    context = FrameContext.of(builder.context);
    limits = new KeyLimits(builder.maxAge, builder.maxUses);
    this.clock = clock;
    serving = new ServingKey(provider, context.pairs(), limits, clock, opened);
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
    DataKey key = serving.next();
    byte[] iv = new byte[EncryptedFormat.IV_BYTES];
    random.nextBytes(iv);
    byte[] frame = FrameHeader.begin(version(), key, iv, length);
    int headerBytes = frame.length - length - EncryptedFormat.TAG_BYTES;
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, iv, 0);
      cipher.updateAAD(frame, 0, headerBytes);
      cipher.updateAAD(context.bytes());
      int unused = cipher.doFinal(array, offset, length, frame, headerBytes);
      return frame;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }

  @Override
  public byte[] decrypt(byte[] array, int offset, int length) throws MalformedFrameException {
    FrameHeader header = FrameHeader.parse(array, offset, length);
    if (header.version() != version()) {
      throw new MalformedFrameException(
          Reason.MALFORMED,
          header.version() == EncryptedFormat.BOUND
              ? "an encrypted frame is bound to a context, but this cipher has none"
              : "an encrypted frame is bound to no context, but this cipher asks for one");
    }
    DataKey key = keyOf(header);
    int cipherAt = header.ivAt() + EncryptedFormat.IV_BYTES;
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, array, header.ivAt());
      cipher.updateAAD(array, offset, cipherAt - offset);
      cipher.updateAAD(context.bytes());
      return cipher.doFinal(array, cipherAt, offset + length - cipherAt);
    } catch (AEADBadTagException e) {
      throw new MalformedFrameException(
          Reason.MALFORMED, "an encrypted frame was changed, or has another key or context", e);
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

  private byte version() {
    return context.pairs().isEmpty() ? EncryptedFormat.VERSION : EncryptedFormat.BOUND;
  }

  /** A key that is refused is not asked for again at once, however many frames name it. */
  private DataKey keyOf(FrameHeader header) throws MalformedFrameException {
    Instant now = clock.instant();
    var wrapped = ByteBuffer.wrap(header.wrapped());
    DataKey known = opened.get(wrapped, now);
    if (known != null) {
      return known;
    }
    DataKeyException last = refused.get(wrapped, now);
    if (last != null) {
      throw refusal(last);
    }
    try {
      DataKey key = provider.open(header.keyId(), header.wrapped().clone(), context.pairs());
      opened.put(wrapped, key, now.plus(limits.maxAge()));
      return key;
    } catch (DataKeyException e) {
      Duration quiet = e.retryHelps() ? ServingKey.BETWEEN_ATTEMPTS : limits.maxAge();
      refused.put(wrapped, e, clock.instant().plus(quiet).minusNanos(1));
      throw refusal(e);
    }
  }

  private static MalformedFrameException refusal(DataKeyException cause) {
    if (cause.retryHelps()) {
      throw new DataKeyException(String.valueOf(cause.getMessage()), true, cause);
    }
    return new MalformedFrameException(
        Reason.MALFORMED, "the key of an encrypted frame cannot be opened", cause);
  }

  /** Collects the limits of keys. Not safe for use by many threads. */
  public static final class Builder {
    private final DataKeyProvider provider;
    private Duration maxAge = Duration.ofMinutes(5);
    private long maxUses = 100_000;
    private Map<String, String> context = Map.of();

    private Builder(DataKeyProvider provider) {
      this.provider = requireNonNull(provider, "provider");
    }

    /**
     * Sets how long a data key serves, for frames that are made and for those that are opened.
     * While the key service is away a key makes frames for twice as long, and for three times as
     * long this cipher opens what it made itself, as a producer must after a reshard.
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
     * Binds frames to what both sides know without being told: the stream's name, say, and what the
     * user adds. A frame that was made under one context is {@code Malformed} under any other, and
     * the key service is told it too, so that its policies can ask for it. It is no secret: key
     * services log it.
     *
     * @param context names and values, of at most 8,192 bytes together; empty, the default, binds
     *     frames to nothing
     * @return this builder
     */
    public Builder context(Map<String, String> context) {
      this.context = FrameContext.of(context).pairs();
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
