// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.durable;

import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.RecordBuffer;
import io.github.kinesisetl.core.record.internal.KeyBuffer;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * One file of the log, mapped into memory: what was written survives the end of the process,
 * however it ends. A frame's length is written last, so a torn frame has none; after a power
 * failure its checksum tells. Guarded by the spool.
 *
 * <pre>
 * header  magic 8, version 4, checksum 4, sequence 8, producer epoch 8
 * frame   length of the body 4, CRC32C of the body mixed with the sequence 4, body, padding to 8
 * body    1: kind 1 (event), aggregate 8, position 4, key bytes 2, key, payload
 *         2: kind 1 (settled), producer epoch 8, aggregate 8
 * </pre>
 */
final class Segment implements GroupSync.Storage {

  static final int HEADER_BYTES = 32;
  static final byte EVENT = 1;
  static final byte SETTLED = 2;
  static final int SETTLED_BODY_BYTES = 1 + 8 + 8;
  static final int EVENT_HEAD_BYTES = 1 + 8 + 4 + 2;
  static final int FRAME_HEAD_BYTES = 8;

  private static final long MAGIC = 0x6b65746c73706f6fL; // "ketlspoo"
  private static final int VERSION = 1;
  private static final int MAX_VERSION = 16; // beyond it a bit is wrong
  private static final int SEQUENCE_AT = 16;
  private static final int EPOCH_AT = 24;
  private static final byte[] ZEROS = new byte[64 << 10];
  private static final int ALIGNMENT = 8;

  /** So many times the size of a file are read at most to find whole frames in it. */
  private static final int MAX_SEARCHES = 16;

  private static final int PAGE_BYTES = 4 << 10;
  private static final ByteBuffer ZERO_PAGE = ByteBuffer.allocateDirect(PAGE_BYTES);

  private final Path file;
  private final MappedByteBuffer bytes;
  private final ByteBuffer view; // for checksums
  private final CRC32C crc = new CRC32C();
  private long sequence;
  private long epoch;
  private int end = HEADER_BYTES;
  private int usedEnd; // behind it the file holds zeros only
  private int unsettled;

  private Segment(Path file, MappedByteBuffer bytes) {
    this.file = file;
    this.bytes = bytes;
    this.view = bytes.duplicate();
  }

  /** Makes a file whose blocks are all taken: a full disk must fail here, not in the mapping. */
  static Segment create(Path file, int capacityBytes, boolean durable) throws IOException {
    try (FileChannel channel =
        PrivateFiles.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE))) {
      for (long at = channel.size(); at < capacityBytes; at = channel.size()) {
        int more = (int) Math.min(ZEROS.length, capacityBytes - at);
        channel.write(ByteBuffer.wrap(ZEROS, 0, more), at);
      }
      if (durable) {
        channel.force(true);
      }
      return new Segment(file, channel.map(MapMode.READ_WRITE, 0, capacityBytes));
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  /** Maps a file that an earlier process left. */
  static Segment open(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long size = Math.min(channel.size(), Integer.MAX_VALUE);
      var segment = new Segment(file, channel.map(MapMode.READ_WRITE, 0, size));
      segment.usedEnd = segment.capacityBytes();
      PrivateFiles.restrict(file);
      return segment;
    }
  }

  /** What a file's header says of it. */
  enum Header {
    GOOD,
    /** The file holds no log: it is new, or its log was needed no more. */
    NONE,
    BROKEN
  }

  /**
   * Reads the header.
   *
   * @throws IOException if a later version wrote it
   */
  Header readHeader() throws IOException {
    if (bytes.capacity() < HEADER_BYTES || bytes.getLong(0) == 0) {
      return Header.NONE;
    }
    sequence = bytes.getLong(SEQUENCE_AT);
    epoch = bytes.getLong(EPOCH_AT);
    if (bytes.getLong(0) != MAGIC || bytes.getInt(12) != checksum(SEQUENCE_AT, HEADER_BYTES)) {
      return Header.BROKEN;
    }
    int version = bytes.getInt(8);
    if (version > VERSION && version <= MAX_VERSION) {
      throw new IOException(
          "%s has version %d, but this release reads only %d".formatted(file, version, VERSION));
    }
    return version == VERSION ? Header.GOOD : Header.BROKEN;
  }

  /** Starts an empty log in a new or used file. */
  void begin(long newSequence, long newEpoch) {
    bytes.putLong(0, 0);
    VarHandle.releaseFence(); // whatever happens meanwhile, half of an old log is none
    clear();
    sequence = newSequence;
    epoch = newEpoch;
    bytes.putInt(8, VERSION).putLong(SEQUENCE_AT, sequence).putLong(EPOCH_AT, epoch);
    bytes.putInt(12, checksum(SEQUENCE_AT, HEADER_BYTES));
    VarHandle.releaseFence();
    bytes.putLong(0, MAGIC);
    end = HEADER_BYTES;
    unsettled = 0;
  }

  /** Says that the log in this file is needed no more, so that nobody reads it again. */
  void discard() {
    if (bytes.capacity() >= HEADER_BYTES) {
      bytes.putLong(0, 0);
    }
  }

  boolean hasRoomFor(int frameBytes) {
    return bytes.capacity() - end >= frameBytes;
  }

  /** Writes an event that the caller found room for. */
  void appendEvent(long aggregate, int position, KeyBuffer key, RecordBuffer data) {
    int at = end + FRAME_HEAD_BYTES;
    bytes.put(at, EVENT);
    bytes.putLong(at + 1, aggregate);
    bytes.putInt(at + 9, position);
    bytes.putShort(at + 13, (short) key.sizeBytes());
    bytes.put(at + EVENT_HEAD_BYTES, key.array(), 0, key.sizeBytes());
    int payloadAt = at + EVENT_HEAD_BYTES + key.sizeBytes();
    bytes.put(payloadAt, data.array(), 0, data.sizeBytes());
    complete(payloadAt + data.sizeBytes());
  }

  /** Writes that an aggregate's events are settled. */
  void appendSettled(long producerEpoch, long aggregate) {
    int at = end + FRAME_HEAD_BYTES;
    bytes.put(at, SETTLED);
    bytes.putLong(at + 1, producerEpoch);
    bytes.putLong(at + 9, aggregate);
    complete(at + SETTLED_BODY_BYTES);
  }

  static int eventFrameBytes(int keyBytes, int payloadBytes) {
    return padded(FRAME_HEAD_BYTES + EVENT_HEAD_BYTES + keyBytes + payloadBytes);
  }

  static int settledFrameBytes() {
    return padded(FRAME_HEAD_BYTES + SETTLED_BODY_BYTES);
  }

  /**
   * Visits every whole frame. Behind one that is not it looks for the next: where its length leads,
   * or else at every place where a frame may begin.
   *
   * @return the bytes that belong to no whole frame: changed ones, and a torn tail
   */
  int scan(FrameVisitor visitor) {
    int skipped = 0;
    int at = HEADER_BYTES;
    long effort = (long) MAX_SEARCHES * bytes.capacity();
    while (true) {
      for (; isWhole(at); at = nextAt(at)) {
        visit(visitor, at);
      }
      end = at;
      int next = leadsToWhole(at) ? nextAt(at) : at + ALIGNMENT;
      while (next + FRAME_HEAD_BYTES <= bytes.capacity() && effort > 0 && !isWhole(next)) {
        effort -= isPlausible(next) ? ALIGNMENT + bytes.getInt(next) : ALIGNMENT;
        next += ALIGNMENT;
      }
      if (next + FRAME_HEAD_BYTES > bytes.capacity() || effort <= 0) {
        return skipped + tornBytes();
      }
      skipped += next - at;
      at = next;
    }
  }

  private void visit(FrameVisitor visitor, int at) {
    int body = at + FRAME_HEAD_BYTES;
    if (bytes.get(body) == EVENT) {
      visitor.event(this, bytes.getLong(body + 1), bytes.getInt(body + 9), at);
    } else {
      visitor.settled(bytes.getLong(body + 1), bytes.getLong(body + 9));
    }
  }

  private int nextAt(int at) {
    return padded(at + FRAME_HEAD_BYTES + bytes.getInt(at));
  }

  private boolean leadsToWhole(int at) {
    return isPlausible(at) && isWhole(nextAt(at));
  }

  private boolean isPlausible(int at) {
    if (at + FRAME_HEAD_BYTES > bytes.capacity()) {
      return false;
    }
    int length = bytes.getInt(at);
    return length >= EVENT_HEAD_BYTES && length <= bytes.capacity() - at - FRAME_HEAD_BYTES;
  }

  /** Hears of frames in the order in which they were written. */
  interface FrameVisitor {
    void event(Segment segment, long aggregate, int position, int at);

    void settled(long producerEpoch, long aggregate);
  }

  /** Reads the event of a frame that a scan found. */
  EventRecord eventAt(int at) {
    int body = at + FRAME_HEAD_BYTES;
    byte[] key = new byte[bytes.getShort(body + 13)];
    bytes.get(body + EVENT_HEAD_BYTES, key);
    byte[] payload = new byte[payloadBytesAt(at)];
    bytes.get(body + EVENT_HEAD_BYTES + key.length, payload);
    return EventRecord.of(new String(key, StandardCharsets.UTF_8), payload);
  }

  int payloadBytesAt(int at) {
    int keyBytes = bytes.getShort(at + FRAME_HEAD_BYTES + 13);
    return bytes.getInt(at) - EVENT_HEAD_BYTES - keyBytes;
  }

  /** Counts an aggregate that has events here. */
  void addUnsettled() {
    unsettled++;
  }

  void removeUnsettled() {
    unsettled--;
  }

  boolean isSettled() {
    return unsettled == 0;
  }

  /** Writes a range through to the disk. */
  @Override
  public void force(int from, int to) {
    bytes.force(from, to - from);
  }

  /**
   * Makes a range dirty again: after a failure the platform takes its pages for clean, whatever the
   * disk has.
   */
  @Override
  public void touch(int from, int to) {
    for (int at = from; at < to; at += PAGE_BYTES) {
      bytes.put(at, bytes.get(at));
    }
  }

  /** Renames the file. */
  Path rename(Path target) throws IOException {
    return Files.move(file, target, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Up to the last byte that is not zero. */
  int usedBytes() {
    end = 0;
    return tornBytes();
  }

  void delete() throws IOException {
    Files.deleteIfExists(file);
  }

  Path file() {
    return file;
  }

  long sequence() {
    return sequence;
  }

  long epoch() {
    return epoch;
  }

  @Override
  public int endAt() {
    return end;
  }

  int capacityBytes() {
    return bytes.capacity();
  }

  private void complete(int bodyEnd) {
    int body = end + FRAME_HEAD_BYTES;
    bytes.putInt(end + 4, checksum(body, bodyEnd));
    VarHandle.releaseFence(); // the length makes the frame whole, so it comes last
    bytes.putInt(end, bodyEnd - body);
    end = padded(bodyEnd);
  }

  private boolean isWhole(int at) {
    if (!isPlausible(at)) {
      return false;
    }
    int body = at + FRAME_HEAD_BYTES;
    int length = bytes.getInt(at);
    if (bytes.getInt(at + 4) != checksum(body, body + length)) {
      return false;
    }
    return isKnown(bytes.get(body), length, bytes.getShort(body + 13));
  }

  private static boolean isKnown(byte kind, int bodyBytes, int keyBytes) {
    return switch (kind) {
      case EVENT -> keyBytes > 0 && keyBytes <= bodyBytes - EVENT_HEAD_BYTES;
      case SETTLED -> bodyBytes == SETTLED_BODY_BYTES;
      default -> false;
    };
  }

  /** Up to the last byte that is not zero; whole pages of zeros are skipped at once. */
  private int tornBytes() {
    int last = bytes.capacity();
    while (last - end >= PAGE_BYTES && isZero(last - PAGE_BYTES)) {
      last -= PAGE_BYTES;
    }
    while (last > end && bytes.get(last - 1) == 0) {
      last--;
    }
    return last - end;
  }

  private boolean isZero(int page) {
    return bytes.slice(page, PAGE_BYTES).mismatch(ZERO_PAGE) < 0;
  }

  /** A frame of an earlier use of the file must not be taken for one of this. */
  private int checksum(int from, int to) {
    view.limit(to).position(from);
    crc.reset();
    crc.update(view);
    return (int) (crc.getValue() ^ (sequence * 0x9E3779B9L));
  }

  private void clear() {
    int used = Math.max(usedEnd, end);
    for (int at = 0; at < used; at += ZEROS.length) {
      bytes.put(at, ZEROS, 0, Math.min(ZEROS.length, used - at));
    }
    usedEnd = HEADER_BYTES;
  }

  private static int padded(int size) {
    return (size + ALIGNMENT - 1) & -ALIGNMENT;
  }
}
