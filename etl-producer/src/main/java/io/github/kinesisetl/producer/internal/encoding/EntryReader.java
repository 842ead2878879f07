// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.encoding;

import io.github.kinesisetl.core.aggregate.internal.RecordDeaggregator;
import io.github.kinesisetl.core.compress.Decompressor;
import io.github.kinesisetl.core.compress.FrameFormat;
import io.github.kinesisetl.core.compress.FrameLimits;
import io.github.kinesisetl.core.encrypt.FrameCipher;
import io.github.kinesisetl.core.encrypt.internal.EncryptedFormat;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.MalformedFrameException;
import io.github.kinesisetl.producer.spi.Entry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Undoes what the encoder did, and nothing of what the user's codec did. Safe for use by many
 * threads.
 */
public final class EntryReader implements AutoCloseable {

  /** Most records of an entry: well below what readers accept by default, whatever their size. */
  public static final int MAX_RECORDS = 50_000;

  private static final FrameLimits OWN_FRAMES =
      new FrameLimits(FrameLimits.MAX_BYTES, Integer.MAX_VALUE);

  private final boolean isPlain;
  private final @Nullable FrameCipher cipher;
  private final Decompressor decompressor = Decompressor.withDictionaries();

  /**
   * A reader of the producer's own entries.
   *
   * @param isPlain whether each entry is an event
   * @param cipher what encrypts entries; null for nothing
   */
  public EntryReader(boolean isPlain, @Nullable FrameCipher cipher) {
    this.isPlain = isPlain;
    this.cipher = cipher;
  }

  /**
   * The records of an entry, in order.
   *
   * @param entry the entry
   * @return its records
   * @throws io.github.kinesisetl.core.encrypt.DataKeyException if there is no key now
   * @throws IllegalStateException if the entry is none of this producer
   */
  public List<EventRecord> records(Entry entry) {
    byte[] array = entry.array();
    int length = entry.dataBytes();
    if (isPlain) {
      return List.of(EventRecord.of(entry.partitionKey(), entry.copyData()));
    }
    try {
      if (cipher != null && EncryptedFormat.isEncrypted(array, 0, length)) {
        array = cipher.decrypt(array, 0, length);
        length = array.length;
      }
      if (FrameFormat.detect(array, 0, length).isPresent()) {
        array = decompressor.decompress(FrameFormat.ZSTD, array, 0, length, OWN_FRAMES);
        length = array.length;
      }
      return deaggregated(array, length);
    } catch (MalformedFrameException e) {
      throw new IllegalStateException("a producer cannot read its own entry", e);
    }
  }

  /**
   * The records of an aggregate that is in no frame.
   *
   * @param array begins with the aggregate
   * @param length how long it is
   * @return its records
   * @throws MalformedFrameException if it is no aggregate
   */
  public static List<EventRecord> deaggregated(byte[] array, int length)
      throws MalformedFrameException {
    return RecordDeaggregator.deaggregate(array, 0, length, MAX_RECORDS);
  }

  @Override
  public void close() {
    decompressor.close();
  }
}
