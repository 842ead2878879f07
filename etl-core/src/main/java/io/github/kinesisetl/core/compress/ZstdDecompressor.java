// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.compress;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.github.kinesisetl.core.compress.internal.FrameBuffer;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.MalformedFrameException;
import io.github.kinesisetl.core.record.MalformedFrameException.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Zstd frame by frame, each by one call: its blocks tell how much it can hold at most, so that no
 * window needs to be kept, and each frame may have a dictionary of its own.
 */
final class ZstdDecompressor {

  private static final long NO_DICTIONARY = 0;

  /** What frames that do not tell their size are given first, for a try. */
  private static final int TYPICAL_BYTES = 4 << 10;

  private static final int TYPICAL_RATIO = 32;

  private final Map<Long, ContextPool<ZstdDecompressCtx>> contexts = new HashMap<>();

  ZstdDecompressor(List<ZstdDictionary> dictionaries) {
    contexts.put(NO_DICTIONARY, new ContextPool<>(ZstdDecompressor::newContext));
    for (ZstdDictionary dictionary : dictionaries) {
      byte[] bytes = dictionary.bytes();
      contexts.put(dictionary.id(), new ContextPool<>(() -> newContext().loadDict(bytes)));
    }
  }

  void decompress(EventRecord frames, int maxBytes, FrameBuffer out)
      throws MalformedFrameException {
    byte[] array = frames.array();
    int at = frames.offset();
    int end = at + frames.sizeBytes();
    boolean isVerified = true;
    while (at < end) {
      if (ZstdFrameHeader.begins(array, at, end)) {
        ZstdFrameHeader header = ZstdFrameHeader.parse(array, at, end);
        out.countParts(header.blocks());
        open(header, EventRecord.of("frame", array, at, header.endsAt() - at), maxBytes, out);
        at = header.endsAt();
        isVerified &= header.hasChecksum();
      } else {
        out.countParts(1);
        at = behindSkippable(array, at, end);
      }
    }
    if (isVerified) {
      out.verified();
    }
  }

  private static ZstdDecompressCtx newContext() {
    return ZstdMemory.context(ZstdDecompressCtx::new);
  }

  void close() {
    contexts.values().forEach(ContextPool::close);
  }

  private static int behindSkippable(byte[] array, int at, int end) throws MalformedFrameException {
    if (!ZstdFrameHeader.beginsSkippable(array, at, end)) {
      throw new MalformedFrameException(
          Reason.MALFORMED, "%d bytes behind a zstd frame are not another one".formatted(end - at));
    }
    long endsAt = ZstdFrameHeader.endOfSkippable(array, at);
    if (endsAt > end) {
      throw new MalformedFrameException(Reason.TRUNCATED, "a skippable zstd frame is cut");
    }
    return (int) endsAt;
  }

  private void open(ZstdFrameHeader header, EventRecord frame, int maxBytes, FrameBuffer out)
      throws MalformedFrameException {
    ContextPool<ZstdDecompressCtx> pool = contexts.get(header.dictionaryId());
    if (pool == null) {
      throw new MalformedFrameException(
          Reason.UNKNOWN_DICTIONARY,
          "a zstd frame needs dictionary %d; add it to the decompressor"
              .formatted(header.dictionaryId()));
    }
    int leftBytes = maxBytes - out.sizeBytes();
    if (header.contentBytes() > leftBytes) {
      throw tooLarge(maxBytes);
    }
    if (header.contentBytes() > header.boundBytes()) {
      throw malformed(frame.sizeBytes());
    }
    if (header.contentBytes() != ZstdFrameHeader.UNKNOWN) {
      if (!fits(pool, frame, (int) header.contentBytes(), out)) {
        throw malformed(frame.sizeBytes());
      }
      return;
    }
    int most = (int) Math.min(header.boundBytes(), leftBytes);
    int typical = (int) Math.min(most, TYPICAL_BYTES + (long) TYPICAL_RATIO * frame.sizeBytes());
    if (!fits(pool, frame, typical, out) && (typical == most || !fits(pool, frame, most, out))) {
      throw header.boundBytes() > leftBytes ? tooLarge(maxBytes) : malformed(frame.sizeBytes());
    }
  }

  /** Opens a frame into so much room; false if that is too little. */
  private static boolean fits(
      ContextPool<ZstdDecompressCtx> pool, EventRecord frame, int roomBytes, FrameBuffer out)
      throws MalformedFrameException {
    byte[] room = out.room(roomBytes);
    try {
      out.advance(
          pool.with(context ->
              context.decompressByteArray(
                  room,
                  out.sizeBytes(),
                  roomBytes,
                  frame.array(),
                  frame.offset(),
                  frame.sizeBytes())));
      return true;
    } catch (ZstdException e) {
      if (e.getErrorCode() == Zstd.errDstSizeTooSmall()) {
        return false;
      }
      ZstdMemory.check(e);
      throw malformed(frame.sizeBytes());
    }
  }

  private static MalformedFrameException tooLarge(int maxBytes) {
    return GzipDecompressor.tooLarge(maxBytes);
  }

  private static MalformedFrameException malformed(int length) {
    return new MalformedFrameException(
        Reason.MALFORMED,
        "%d bytes begin like a zstd frame but are broken or cut".formatted(length));
  }
}
