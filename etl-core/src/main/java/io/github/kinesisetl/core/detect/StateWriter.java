// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.detect;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;

/** Writes state big-endian into a buffer that grows. */
final class StateWriter {
  private ByteBuffer buffer = ByteBuffer.allocate(512);

  StateWriter putByte(int value) {
    room(Byte.BYTES).put((byte) value);
    return this;
  }

  StateWriter putInt(int value) {
    room(Integer.BYTES).putInt(value);
    return this;
  }

  StateWriter putLong(long value) {
    room(Long.BYTES).putLong(value);
    return this;
  }

  StateWriter putDouble(double value) {
    room(Double.BYTES).putDouble(value);
    return this;
  }

  StateWriter putFloats(float[] values) {
    putInt(values.length);
    ByteBuffer target = room(values.length * Float.BYTES);
    for (float value : values) {
      target.putFloat(value);
    }
    return this;
  }

  StateWriter putBytes(byte[] bytes) {
    putInt(bytes.length);
    room(bytes.length).put(bytes);
    return this;
  }

  /** All bytes so far, followed by their CRC-32, so that damage is not taken for learning. */
  byte[] toSealedArray() {
    var checksum = new CRC32();
    checksum.update(buffer.array(), 0, buffer.position());
    return putInt((int) checksum.getValue()).toByteArray();
  }

  byte[] toByteArray() {
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  private ByteBuffer room(int bytes) {
    if (buffer.remaining() < bytes) {
      int needed = Math.addExact(buffer.position(), bytes);
      byte[] larger = Arrays.copyOf(buffer.array(), Math.max(needed, 2 * buffer.capacity()));
      buffer = ByteBuffer.wrap(larger).position(buffer.position());
    }
    return buffer;
  }
}
