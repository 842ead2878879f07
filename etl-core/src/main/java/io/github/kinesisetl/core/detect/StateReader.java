// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.detect;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * Reads what {@link StateWriter} wrote; whatever does not fit is a {@link StateFormatException}.
 */
final class StateReader {
  private final ByteBuffer buffer;

  StateReader(byte[] state) {
    this.buffer = ByteBuffer.wrap(state);
  }

  int nextByte() {
    return need(Byte.BYTES).get() & 0xFF;
  }

  int nextInt() {
    return need(Integer.BYTES).getInt();
  }

  long nextLong() {
    return need(Long.BYTES).getLong();
  }

  double nextDouble() {
    return need(Double.BYTES).getDouble();
  }

  /** Reads as many floats as {@code values} holds, and refuses any other count. */
  void nextFloats(float[] values) {
    int length = nextInt();
    if (length != values.length) {
      throw new StateFormatException(
          "state holds %d numbers where %d belong".formatted(length, values.length));
    }
    need(length * Float.BYTES);
    for (int i = 0; i < length; i++) {
      values[i] = buffer.getFloat();
    }
  }

  byte[] nextBytes() {
    int length = nextInt();
    if (length < 0) {
      throw new StateFormatException("state holds a part of %d bytes".formatted(length));
    }
    byte[] bytes = new byte[need(length).remaining() < length ? 0 : length];
    buffer.get(bytes);
    return bytes;
  }

  void requireVersion(String what, int version) {
    int unused = requireVersion(what, version, version);
  }

  /** Reads a version that must be one of those that this release reads. */
  int requireVersion(String what, int oldest, int newest) {
    int found = nextByte();
    if (found < oldest || found > newest) {
      throw new StateFormatException(
          "%s state has version %d, but this release reads version %d to %d; start with a fresh one"
              .formatted(what, found, oldest, newest));
    }
    return found;
  }

  /** Checks the CRC-32 at the end, and takes it off. */
  void requireSeal() {
    int end = buffer.limit() - Integer.BYTES;
    if (end < buffer.position()) {
      throw new StateFormatException("state of %d bytes is torn".formatted(buffer.limit()));
    }
    var checksum = new CRC32();
    checksum.update(buffer.array(), 0, end);
    if (buffer.getInt(end) != (int) checksum.getValue()) {
      throw new StateFormatException("state of %d bytes is damaged".formatted(buffer.limit()));
    }
    buffer.limit(end);
  }

  void requireEnd() {
    if (buffer.hasRemaining()) {
      throw new StateFormatException("state has %d bytes too many".formatted(buffer.remaining()));
    }
  }

  private ByteBuffer need(int bytes) {
    if (bytes < 0 || buffer.remaining() < bytes) {
      throw new StateFormatException(
          "state ends at byte %d, but %d more are needed".formatted(buffer.limit(), bytes));
    }
    return buffer;
  }
}
