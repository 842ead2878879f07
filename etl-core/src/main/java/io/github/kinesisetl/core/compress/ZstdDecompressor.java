// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.compress;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.github.kinesisetl.core.compress.internal.FrameBuffer;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.MalformedFrameException;
import io.github.kinesisetl.core.record.MalformedFrameException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Zstd frames, by one call where the header tells the content size, else as a bounded stream. */
final class ZstdDecompressor {

  private static final long NO_DICTIONARY = 0;

  /** Windows of 8 MiB are always read, as RFC 8878, section 3.1.1.1.2, recommends. */
  private static final int MIN_WINDOW_LOG = 23;

  private static final int MAX_WINDOW_LOG = 27;
  private static final int BELIEVED_BYTES = 4 << 10;
  private static final int BELIEVED_RATIO = 100;

  private final Map<Long, byte[]> dictionaries = new HashMap<>();
  private final Map<Long, ContextPool<ZstdDecompressCtx>> contexts = new HashMap<>();

  ZstdDecompressor(List<ZstdDictionary> dictionaries) {
    contexts.put(NO_DICTIONARY, new ContextPool<>(ZstdDecompressCtx::new));
    for (ZstdDictionary dictionary : dictionaries) {
      byte[] bytes = dictionary.bytes();
      this.dictionaries.put(dictionary.id(), bytes);
      contexts.put(
          dictionary.id(), new ContextPool<>(() -> new ZstdDecompressCtx().loadDict(bytes)));
    }
  }

  void decompress(EventRecord frame, int maxBytes, FrameBuffer out) throws MalformedFrameException {
    byte[] array = frame.array();
    int offset = frame.offset();
    int length = frame.sizeBytes();
    ZstdFrameHeader header = ZstdFrameHeader.parse(array, offset, length);
    ContextPool<ZstdDecompressCtx> pool = contexts.get(header.dictionaryId());
    if (pool == null) {
      throw new MalformedFrameException(
          Reason.UNKNOWN_DICTIONARY,
          "a zstd frame needs dictionary %d; add it to the decompressor"
              .formatted(header.dictionaryId()));
    }
    if (header.contentBytes() > maxBytes) {
      throw BoundedOutput.tooLarge(maxBytes);
    }
    if (isBelievable(header.contentBytes(), length) && fills(pool, out, header, frame)) {
      return;
    }
    if (header.windowBytes() > 1L << windowLog(maxBytes)) {
      throw BoundedOutput.tooLarge(maxBytes);
    }
    out.take(stream(array, offset, length, maxBytes, dictionaries.get(header.dictionaryId())));
  }

  void close() {
    contexts.values().forEach(ContextPool::close);
  }

  /**
   * Whether to take memory for what a header claims. A stub of a few bytes may claim anything, and
   * an entry may hold thousands of them; what sounds too good is decompressed step by step.
   */
  private static boolean isBelievable(long contentBytes, int frameBytes) {
    return contentBytes != ZstdFrameHeader.UNKNOWN
        && contentBytes <= BELIEVED_BYTES + (long) BELIEVED_RATIO * frameBytes;
  }

  /** False if more follows than the first frame's content, as when frames are concatenated. */
  private static boolean fills(
      ContextPool<ZstdDecompressCtx> pool,
      FrameBuffer out,
      ZstdFrameHeader header,
      EventRecord frame)
      throws MalformedFrameException {
    int contentBytes = (int) header.contentBytes();
    byte[] room = out.room(contentBytes);
    try {
      int outBytes =
          pool.with(context ->
              context.decompressByteArray(
                  room, 0, contentBytes, frame.array(), frame.offset(), frame.sizeBytes()));
      return outBytes == contentBytes;
    } catch (ZstdException e) {
      if (e.getErrorCode() == Zstd.errDstSizeTooSmall()) {
        return false;
      }
      throw malformed(frame.sizeBytes(), e);
    }
  }

  private static byte[] stream(
      byte[] array, int offset, int length, int maxBytes, byte @Nullable [] dictionary)
      throws MalformedFrameException {
    try (var zstd =
        new ZstdInputStreamNoFinalizer(new ByteArrayInputStream(array, offset, length))) {
      zstd.setLongMax(windowLog(maxBytes));
      if (dictionary != null) {
        zstd.setDict(Arrays.copyOf(dictionary, dictionary.length));
      }
      return BoundedOutput.readAll(zstd, maxBytes, length);
    } catch (IOException e) {
      throw malformed(length, e);
    }
  }

  /** The window that a stream may ask for: as much as may come out, rounded up. */
  private static int windowLog(int maxBytes) {
    int log = 32 - Integer.numberOfLeadingZeros(maxBytes - 1);
    return Math.max(MIN_WINDOW_LOG, Math.min(MAX_WINDOW_LOG, log));
  }

  private static MalformedFrameException malformed(int length, Exception cause) {
    return new MalformedFrameException(
        Reason.MALFORMED,
        "%d bytes begin like a zstd frame but are broken or cut".formatted(length),
        cause);
  }
}
