// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.compress;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDictTrainer;
import com.github.luben.zstd.ZstdException;
import java.util.List;

/**
 * A zstd dictionary with its id: what many small records have in common, told once. Immutable.
 *
 * <p>Frames name the dictionary they need by its id, so old and new ones can be read side by side
 * while a new one is rolled out.
 *
 * @since 0.1.0
 */
public final class ZstdDictionary {

  private final long id;
  private final byte[] bytes;

  private ZstdDictionary(long id, byte[] bytes) {
    this.id = id;
    this.bytes = bytes;
  }

  /**
   * Takes a dictionary in zstd's own format.
   *
   * @param bytes the dictionary, as {@link #bytes()} or {@code zstd --train} wrote it
   * @return the dictionary
   * @throws IllegalArgumentException if it carries no id
   */
  public static ZstdDictionary of(byte[] bytes) {
    long id = Zstd.getDictIdFromDict(bytes);
    if (id == 0) {
      throw new IllegalArgumentException(
          "a dictionary must be in zstd's format and carry an id, but these %d bytes do not"
              .formatted(bytes.length));
    }
    return new ZstdDictionary(id, bytes.clone());
  }

  /**
   * Trains a dictionary.
   *
   * @param samples typical records; about a hundred times the dictionary's size in all is best
   * @param maxBytes the dictionary's size, at least 256
   * @return the dictionary
   * @throws IllegalArgumentException if the samples are too few or too alike to learn from
   */
  public static ZstdDictionary train(List<byte[]> samples, int maxBytes) {
    if (maxBytes < 256) {
      throw new IllegalArgumentException("maxBytes must be at least 256, but is " + maxBytes);
    }
    int totalBytes = samples.stream().mapToInt(sample -> sample.length).reduce(0, Math::addExact);
    var trainer = new ZstdDictTrainer(totalBytes, maxBytes);
    samples.forEach(trainer::addSample);
    try {
      return of(trainer.trainSamples());
    } catch (ZstdException e) {
      throw new IllegalArgumentException(
          "cannot train a dictionary on %d samples of %d bytes; give more, and more varied ones"
              .formatted(samples.size(), totalBytes),
          e);
    }
  }

  /**
   * The id that frames name.
   *
   * @return an unsigned 32-bit number, not 0
   */
  public long id() {
    return id;
  }

  /**
   * The dictionary in zstd's own format, for storing it.
   *
   * @return a copy
   */
  public byte[] bytes() {
    return bytes.clone();
  }
}
