// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race.reader;

import io.github.kinesisetl.core.codec.ReaderLimits;
import io.github.kinesisetl.core.codec.RecordReader;
import io.github.kinesisetl.core.codec.internal.RecordView;
import io.github.kinesisetl.core.codec.internal.RecordVisitor;
import io.github.kinesisetl.core.codec.internal.RecordWalk;
import io.github.kinesisetl.core.codec.internal.StoredEntry;
import io.github.kinesisetl.core.record.MalformedFrameException;

/** Our reader, as the engine walks. */
final class OursReaderMain {

  private OursReaderMain() {}

  public static void main(String[] arguments) throws Exception {
    try (var reader = RecordReader.withLimits(ReaderLimits.DEFAULT)) {
      RecordWalk walk = reader.walk();
      Opening.run(arguments, entry -> open(walk, entry));
    }
  }

  private static long open(RecordWalk walk, byte[] entry) {
    var payloads = new Payloads();
    if (!walk.visit(new Stored(entry), payloads)) {
      throw new IllegalStateException("a walk ended early");
    }
    return payloads.bytes;
  }

  private static final class Payloads implements RecordVisitor {
    private long bytes;

    @Override
    public boolean opened(RecordView record) {
      bytes += record.sizeBytes();
      return true;
    }

    @Override
    public boolean malformed(RecordView stored, MalformedFrameException cause) {
      throw new IllegalStateException("nothing is malformed here", cause);
    }
  }

  /** An entry whose key nobody asks for. */
  private static final class Stored implements StoredEntry {
    private final byte[] data;

    Stored(byte[] data) {
      this.data = data;
    }

    @Override
    public byte[] array() {
      return data;
    }

    @Override
    public int offset() {
      return 0;
    }

    @Override
    public int sizeBytes() {
      return data.length;
    }

    @Override
    public String partitionKey() {
      return "a";
    }
  }
}
