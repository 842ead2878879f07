// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.durable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of a directory that segments are made of. They are used again rather than deleted: the
 * platform gives the disk space of a mapped file back only when the garbage collector finds the
 * mapping. Guarded by the spool.
 */
final class SegmentFiles {

  private static final String SUFFIX = ".segment";

  private final Path directory;
  private final int segmentBytes;
  private final boolean durable;
  private final Deque<Segment> free = new ArrayDeque<>();
  private final BrokenFiles broken;
  private final Maker maker;
  private int files;

  /** Makes a file; a disk may hang in it. */
  interface Maker {
    Segment make(Path file, int capacityBytes, boolean durable) throws IOException;
  }

  SegmentFiles(Path directory, SpoolOptions options, Maker maker, BrokenFiles broken) {
    this.broken = broken;
    this.maker = maker;
    this.directory = directory;
    segmentBytes = options.segmentBytes();
    durable = options.fsync();
  }

  /** Opens what an earlier process left: the segments that hold a log; the others become free. */
  List<Segment> open() throws IOException {
    List<Path> paths;
    try (Stream<Path> list = Files.list(directory)) {
      paths = list.filter(path -> path.toString().endsWith(SUFFIX)).sorted().toList();
    }
    List<Segment> found = new ArrayList<>();
    for (Path path : paths) {
      files = Math.max(files, numberOf(path, SUFFIX) + 1);
      Segment segment = Segment.open(path);
      switch (segment.readHeader()) {
        case GOOD -> found.add(segment);
        case NONE -> release(segment);
        case BROKEN -> broken.setAside(segment);
      }
    }
    return found;
  }

  /** A file to begin a segment in. */
  Segment take() throws IOException {
    return free.isEmpty() ? make(nextFile()) : free.removeFirst();
  }

  /** Keeps a file for later, so that taking it cannot fail. */
  void add(Segment segment) {
    free.addLast(segment);
  }

  /** The name of the next file. */
  Path nextFile() {
    return directory.resolve("%08d%s".formatted(files++, SUFFIX));
  }

  /** Makes a file; needs nobody's guard. */
  Segment make(Path file) throws IOException {
    Segment segment = maker.make(file, segmentBytes, durable);
    if (durable) {
      forceNames(directory);
    }
    return segment;
  }

  /** Takes back a file; one of another size than those of today is deleted. */
  void release(Segment segment) throws IOException {
    segment.discard();
    if (segment.capacityBytes() == segmentBytes) {
      free.addLast(segment);
    } else {
      segment.delete();
    }
  }

  int freeCount() {
    return free.size();
  }

  int segmentBytes() {
    return segmentBytes;
  }

  void deleteFree() throws IOException {
    for (Segment segment : free) {
      segment.delete();
    }
    free.clear();
  }

  /** Writes the names of files through to the disk: they must survive, too. */
  static void forceNames(Path directory) throws IOException {
    try (FileChannel entries = FileChannel.open(directory)) {
      entries.force(true);
    }
  }

  /** The number that a file's name begins with. */
  static int numberOf(Path path, String suffix) {
    String name = path.getFileName().toString();
    try {
      return Integer.parseInt(name.substring(0, name.length() - suffix.length()));
    } catch (NumberFormatException e) {
      return 0; // not ours; it is in nobody's way
    }
  }
}
