// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks.internal;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.codec.Codec;
import io.github.kinesisetl.core.record.RecordBuffer;
import io.github.kinesisetl.engine.internal.UserCode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Supplier;

/** Items as text, and what users' code makes of them. Stateless. */
public final class Lines {

  private Lines() {}

  /**
   * An item as bytes.
   *
   * @param codec writes it
   * @param item the item
   * @param <T> the type of item
   * @return new bytes
   * @throws UnwritableItemException if the codec throws
   */
  public static <T> byte[] bytes(Codec<T> codec, T item) throws UnwritableItemException {
    var out = new RecordBuffer(512);
    write(codec, item, out);
    return out.toByteArray();
  }

  /**
   * Writes an item; when it breaks off, a part of it may have been written.
   *
   * @param codec writes it
   * @param item the item
   * @param out receives it
   * @param <T> the type of item
   * @throws UnwritableItemException if the codec throws
   */
  public static <T> void write(Codec<T> codec, T item, RecordBuffer out)
      throws UnwritableItemException {
    try {
      codec.encode(item, out);
    } catch (Throwable thrown) { // the border to users' code
      throw UnwritableItemException.of(thrown);
    }
  }

  /**
   * An item as text.
   *
   * @param codec writes it
   * @param item the item
   * @param <T> the type of item
   * @return the text
   * @throws UnwritableItemException if the codec throws
   */
  public static <T> String text(Codec<T> codec, T item) throws UnwritableItemException {
    return new String(bytes(codec, item), StandardCharsets.UTF_8);
  }

  /**
   * What a user's code makes of an item.
   *
   * @param code the code
   * @param <R> the type of what it makes
   * @return what it makes, never null
   * @throws UnwritableItemException if it throws or makes nothing: one item must not take its
   *     neighbours with it
   */
  public static <R> R made(Supplier<R> code) throws UnwritableItemException {
    try {
      return requireNonNull(code.get());
    } catch (Throwable thrown) { // the border to users' code
      throw UnwritableItemException.of(thrown);
    }
  }

  /**
   * The digest that names an object.
   *
   * @param bytes any
   * @return 64 hexadecimal digits
   */
  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** An item that its codec, or whatever names it, cannot do anything with. */
  public static final class UnwritableItemException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * Says what is wrong with the item itself.
     *
     * @param reason why, without payload
     */
    public UnwritableItemException(String reason) {
      super(reason);
    }

    private UnwritableItemException(String reason, Throwable cause) {
      super(reason, cause);
    }

    private static UnwritableItemException of(Throwable thrown) {
      String name = UserCode.survived(thrown);
      return new UnwritableItemException("the item cannot be written: " + name, thrown);
    }

    /**
     * Says what is wrong; of what was thrown the class, never its message, which may quote a
     * payload.
     *
     * @return the reason
     */
    public String reason() {
      return String.valueOf(getMessage());
    }
  }
}
