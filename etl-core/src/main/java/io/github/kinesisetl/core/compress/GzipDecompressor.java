// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.compress;

import io.github.kinesisetl.core.compress.internal.FrameBuffer;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.MalformedFrameException;
import io.github.kinesisetl.core.record.MalformedFrameException.Reason;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Gzip (RFC 1952) member by member, and zlib (RFC 1950). The platform's own stream gives up in
 * silence what follows a member and is not another whole one; here every byte must belong to a
 * member, as every byte of a zstd entry must to a frame.
 */
final class GzipDecompressor {

  /** Deflate makes no more of a byte. */
  private static final int MAX_RATIO = 1032;

  private static final int MIN_STEP_BYTES = 1 << 10;
  private static final int TYPICAL_RATIO = 4;
  private static final int CHECKSUM_BYTES = 4;

  private final ContextPool<DeflateContext> members =
      new ContextPool<>(() -> new DeflateContext(true));
  private final ContextPool<DeflateContext> zlibs =
      new ContextPool<>(() -> new DeflateContext(false));

  GzipDecompressor() {}

  /** Opens all members of a frame. */
  void decompress(EventRecord frame, int maxBytes, FrameBuffer out) throws MalformedFrameException {
    int at = frame.offset();
    int end = at + frame.sizeBytes();
    do {
      at = member(frame.array(), at, end, new Output(out, maxBytes));
    } while (at < end);
  }

  /** Opens a stream of zlib. */
  void decompressZlib(EventRecord frame, int maxBytes, FrameBuffer out)
      throws MalformedFrameException {
    int end = frame.offset() + frame.sizeBytes();
    out.countParts(1);
    var stream = new Inflating(frame.array(), frame.offset(), end, new Output(out, maxBytes));
    if (zlibs.with(stream) != end) {
      throw stream.broken("bytes lie behind a stream of zlib");
    }
  }

  void close() {
    members.close();
    zlibs.close();
  }

  private int member(byte[] array, int from, int end, Output out) throws MalformedFrameException {
    out.buffer.countParts(1);
    int contentFrom = out.buffer.sizeBytes();
    int deflated = GzipHeader.endOf(array, from, end);
    int at = members.with(new Inflating(array, deflated, end, out));
    if (end - at < GzipHeader.TRAILER_BYTES) {
      throw GzipHeader.truncated(end - from);
    }
    int contentBytes = out.buffer.sizeBytes() - contentFrom;
    var crc = new CRC32();
    crc.update(out.buffer.array(), contentFrom, contentBytes);
    if (GzipHeader.number(array, at) != (int) crc.getValue()
        || GzipHeader.number(array, at + CHECKSUM_BYTES) != contentBytes) {
      throw new MalformedFrameException(
          Reason.MALFORMED, "a gzip member's content does not fit its checksum");
    }
    return at + GzipHeader.TRAILER_BYTES;
  }

  /** Where content goes to, and how much of it may come in all. */
  private record Output(FrameBuffer buffer, int maxBytes) {}

  /** One stream of deflate on its way; answers where it ended. */
  private static final class Inflating
      implements ContextPool.Work<DeflateContext, MalformedFrameException> {
    private final byte[] array;
    private final int from;
    private final int end;
    private final Output out;

    Inflating(byte[] array, int from, int end, Output out) {
      this.array = array;
      this.from = from;
      this.end = end;
      this.out = out;
    }

    @Override
    public int applyTo(DeflateContext context) throws MalformedFrameException {
      Inflater inflater = context.begin(array, from, end - from);
      try {
        int step = firstStep();
        while (!inflater.finished()) {
          int written = inflate(inflater, step);
          if (written == 0 && !inflater.finished()) {
            throw stalled(inflater);
          }
          step = Math.max(MIN_STEP_BYTES, Math.min(out.buffer.sizeBytes(), grownBy(inflater)));
        }
        return end - inflater.getRemaining();
      } catch (DataFormatException e) {
        throw broken("deflate is broken");
      } finally {
        inflater.reset(); // an idle context must not keep the entry's bytes
      }
    }

    private int inflate(Inflater inflater, int step)
        throws DataFormatException, MalformedFrameException {
      int room = Math.min(step, out.maxBytes - out.buffer.sizeBytes());
      if (room == 0) {
        if (inflater.inflate(new byte[1]) > 0) {
          throw tooLarge(out.maxBytes);
        }
        return 0;
      }
      byte[] target = out.buffer.room(room);
      int written = inflater.inflate(target, out.buffer.sizeBytes(), room);
      out.buffer.advance(written);
      return written;
    }

    /**
     * The last member's trailer tells the size, so that most frames are opened by one step into
     * memory of their size; it is believed as far as deflate could have made so much.
     */
    private int firstStep() {
      long told = end - from < 4 ? 0 : GzipHeader.number(array, end - 4) & 0xffffffffL;
      long most = (long) (end - from) * MAX_RATIO;
      long step = told > most ? (long) (end - from) * TYPICAL_RATIO : told;
      return (int) Math.max(1, Math.min(out.maxBytes, step));
    }

    /** What is left could make at most so much more. */
    private static int grownBy(Inflater inflater) {
      return (int) Math.min(Integer.MAX_VALUE / 2, (inflater.getRemaining() + 64L) * MAX_RATIO);
    }

    private MalformedFrameException stalled(Inflater inflater) {
      return inflater.needsDictionary()
          ? broken("a dictionary is asked for")
          : GzipHeader.truncated(end - from);
    }

    MalformedFrameException broken(String what) {
      return new MalformedFrameException(
          Reason.MALFORMED,
          "%d bytes begin like gzip or zlib but are not: %s".formatted(end - from, what));
    }
  }

  static MalformedFrameException tooLarge(int maxBytes) {
    return new MalformedFrameException(
        Reason.TOO_LARGE, "a frame holds more than the %d bytes allowed".formatted(maxBytes));
  }
}
