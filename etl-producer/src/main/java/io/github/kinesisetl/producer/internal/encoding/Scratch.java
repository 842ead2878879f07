// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.encoding;

import io.github.kinesisetl.core.compress.Compressor;
import io.github.kinesisetl.core.record.RecordBuffer;
import io.github.kinesisetl.core.record.internal.KeyBuffer;

/** What a putting thread encodes into: one event after the other. Used by one thread. */
public final class Scratch {

  private static final int INITIAL_RECORD_BYTES = 1024;

  private final KeyBuffer key = new KeyBuffer();
  private String keyText = "";
  private RecordBuffer data = new RecordBuffer(INITIAL_RECORD_BYTES);
  private RecordBuffer spare = new RecordBuffer(INITIAL_RECORD_BYTES);

  /** Empty buffers. */
  public Scratch() {}

  /** {@return the event's partition key} */
  public KeyBuffer key() {
    return key;
  }

  /** {@return the key as the user gave it} */
  public String keyText() {
    return keyText;
  }

  /** {@return the event's payload} */
  public RecordBuffer data() {
    return data;
  }

  /**
   * Sets the key.
   *
   * @param partitionKey 1 to 256 characters
   */
  public void key(String partitionKey) {
    key.set(partitionKey);
    keyText = partitionKey;
  }

  /** Puts the record in a frame, unless that is not smaller. */
  void compress(Compressor compressor) {
    spare.clear();
    compressor.compress(data.array(), 0, data.sizeBytes(), spare);
    if (spare.sizeBytes() < data.sizeBytes()) {
      RecordBuffer frame = spare;
      spare = data;
      data = frame;
    }
  }

  /** Puts other bytes in the record's place. */
  void replace(byte[] bytes) {
    data.clear();
    data.write(bytes);
  }
}
