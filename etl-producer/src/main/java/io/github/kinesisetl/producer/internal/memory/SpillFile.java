// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.memory;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Room on disk for entries that memory cannot hold. It ends with its process: the file has no name
 * as soon as it is open, where the platform allows that, and goes when it is closed elsewhere. Safe
 * for use by many threads.
 *
 * <p>The file consists of chunks that are filled one after the other. A chunk is used again once
 * all that was written to it is freed; entries come back in about the order in which they went, so
 * little is wasted.
 */
public final class SpillFile implements AutoCloseable {

  /** At least two of the largest entries. */
  static final int CHUNK_BYTES = 32 << 20;

  private final FileChannel channel;
  private final ReentrantLock lock = new ReentrantLock();
  private final int[] liveExtents; // of each chunk; guarded by lock, as is all below
  private int chunk;
  private int chunkEnd;
  private long usedBytes;

  private SpillFile(FileChannel channel, int chunks) {
    this.channel = channel;
    liveExtents = new int[chunks];
  }

  /**
   * Makes an empty file.
   *
   * @param directory where; it must exist
   * @param maxBytes most bytes of disk, at least 32 MiB
   * @return the file
   * @throws IllegalArgumentException if the bound is too small
   * @throws UncheckedIOException if the directory cannot be written
   */
  public static SpillFile create(Path directory, long maxBytes) {
    long chunks = maxBytes / CHUNK_BYTES;
    if (chunks < 1 || chunks > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("maxBytes must be at least 32 MiB, but is " + maxBytes);
    }
    try {
      Path file = Files.createTempFile(directory, "etl-producer-", ".spill");
      var channel =
          FileChannel.open(
              file,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
      unlink(file);
      return new SpillFile(channel, (int) chunks);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a spill file in " + directory, e);
    }
  }

  /**
   * A place in the file.
   *
   * @param offset where it begins
   * @param sizeBytes how long it is
   */
  public record Extent(long offset, int sizeBytes) {}

  /**
   * Writes bytes.
   *
   * @param array begins with what to keep
   * @param length how much of it, at most 16 MiB
   * @return where they are, or null if the file is full
   * @throws UncheckedIOException if the disk is full or broken; the file is as it was before
   */
  public @Nullable Extent write(byte[] array, int length) {
    Extent extent = allocate(length);
    if (extent == null) {
      return null;
    }
    try {
      ByteBuffer left = ByteBuffer.wrap(array, 0, length);
      while (left.hasRemaining()) {
        channel.write(left, extent.offset + left.position());
      }
      return extent;
    } catch (IOException e) {
      free(extent);
      throw new UncheckedIOException("cannot write to the spill file", e);
    }
  }

  /**
   * Reads bytes back.
   *
   * @param extent where they are
   * @param array gets them at its beginning
   * @throws UncheckedIOException if the disk is broken
   */
  public void read(Extent extent, byte[] array) {
    ByteBuffer left = ByteBuffer.wrap(array, 0, extent.sizeBytes);
    try {
      while (left.hasRemaining()) {
        if (channel.read(left, extent.offset + left.position()) < 0) {
          throw new EOFException("the spill file ends too early");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read from the spill file", e);
    }
  }

  /**
   * Gives a place back.
   *
   * @param extent what is not needed any more
   */
  public void free(Extent extent) {
    lock.lock();
    try {
      usedBytes -= extent.sizeBytes;
      liveExtents[(int) (extent.offset / CHUNK_BYTES)]--;
    } finally {
      lock.unlock();
    }
  }

  /**
   * What is kept now.
   *
   * @return bytes
   */
  public long usedBytes() {
    lock.lock();
    try {
      return usedBytes;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close the spill file", e);
    }
  }

  private @Nullable Extent allocate(int bytes) {
    lock.lock();
    try {
      if (liveExtents[chunk] == 0) {
        chunkEnd = 0;
      }
      if (CHUNK_BYTES - chunkEnd < bytes && !nextChunk()) {
        return null;
      }
      var extent = new Extent((long) chunk * CHUNK_BYTES + chunkEnd, bytes);
      chunkEnd += bytes;
      liveExtents[chunk]++;
      usedBytes += bytes;
      return extent;
    } finally {
      lock.unlock();
    }
  }

  /** Goes on with the first chunk that holds nothing, so that the file stays as short as it can. */
  private boolean nextChunk() {
    int empty = 0;
    while (empty < liveExtents.length && liveExtents[empty] > 0) {
      empty++;
    }
    if (empty == liveExtents.length) {
      return false;
    }
    chunk = empty;
    chunkEnd = 0;
    return true;
  }

  /** Some platforms delete no open file; there DELETE_ON_CLOSE does it. */
  private static void unlink(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      file.toFile().deleteOnExit();
    }
  }
}
