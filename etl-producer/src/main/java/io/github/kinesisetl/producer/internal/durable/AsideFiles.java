// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.durable;

import io.github.kinesisetl.core.record.EventId;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.RecordBuffer;
import io.github.kinesisetl.core.record.internal.KeyBuffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Files beside the log for events that the stream refuses by themselves and of which nobody waits
 * to hear, so that they hold no segment of the log. The next producer tries them again. A file is a
 * {@link Segment} of one process's events; a note that a group of them is settled names it by the
 * place of its first frame. Guarded by the spool.
 */
final class AsideFiles {

  private static final String SUFFIX = ".aside";

  private final Path directory;
  private final int fileBytes;
  private final Map<Segment, Integer> groups = new LinkedHashMap<>(); // not settled, by file
  private final Map<Long, Segment> open = new HashMap<>(); // written to, by producer epoch
  private final List<RecoveredAggregate> recovered = new ArrayList<>();
  private final BrokenFiles broken;
  private int files;

  /**
   * No files yet.
   *
   * @param fileBytes how large a file is, at least a frame of the longest event
   */
  AsideFiles(Path directory, int fileBytes, BrokenFiles broken) {
    this.directory = directory;
    this.fileBytes = fileBytes;
    this.broken = broken;
  }

  /** Opens what earlier processes set aside. */
  void open() throws IOException {
    List<Path> paths;
    try (Stream<Path> list = Files.list(directory)) {
      paths = list.filter(path -> path.toString().endsWith(SUFFIX)).sorted().toList();
    }
    for (Path path : paths) {
      files = Math.max(files, SegmentFiles.numberOf(path, SUFFIX) + 1);
      Segment file = Segment.open(path);
      if (file.readHeader() == Segment.Header.GOOD) {
        scan(file);
      } else {
        broken.setAside(file);
      }
    }
  }

  /** What earlier processes set aside, in the order in which they did. */
  List<RecoveredAggregate> recovered() {
    return recovered;
  }

  long diskBytes() {
    return groups.keySet().stream().mapToLong(Segment::capacityBytes).sum();
  }

  /** How many bytes of disk it takes to set events aside, beside what is taken. */
  long bytesToAdd(long producerEpoch, List<EventRecord> events) {
    Segment file = open.get(producerEpoch);
    return file != null && hasRoomFor(file, events) ? 0 : sizeFor(events);
  }

  /** Sets events aside that belong to one aggregate. */
  void add(long producerEpoch, long aggregate, List<EventRecord> events) throws IOException {
    Segment file = open.get(producerEpoch);
    if (file == null || !hasRoomFor(file, events)) {
      Path path = directory.resolve("%08d%s".formatted(files++, SUFFIX));
      file = Segment.create(path, (int) sizeFor(events), true);
      file.begin(files, producerEpoch);
      SegmentFiles.forceNames(directory);
      open.put(producerEpoch, file);
      groups.put(file, 0);
    }
    int from = file.endAt();
    for (int i = 0; i < events.size(); i++) {
      EventId id = events.get(i).id();
      append(file, aggregate, id == null ? i : id.position(), events.get(i));
    }
    file.force(from == Segment.HEADER_BYTES ? 0 : from, file.endAt());
    groups.merge(file, 1, Integer::sum);
  }

  /** Some events of a group were stored after all. */
  void settled(AsideGroup group, int events) throws IOException {
    if (!group.remove(events)) {
      return;
    }
    Segment file = group.file();
    file.appendSettled(file.epoch(), group.firstAt());
    if (groups.merge(file, -1, Integer::sum) <= 0) {
      groups.remove(file);
      file.discard();
      file.delete();
    }
  }

  private static void append(Segment file, long aggregate, int position, EventRecord record) {
    var key = new KeyBuffer();
    key.set(record.partitionKey());
    var data = new RecordBuffer(Math.max(1, record.sizeBytes()));
    data.write(record.array(), record.offset(), record.sizeBytes());
    file.appendEvent(aggregate, position, key, data);
  }

  /** With room for a note of each group. */
  private boolean hasRoomFor(Segment file, List<EventRecord> events) {
    int notes = (groups.getOrDefault(file, 0) + 1) * Segment.settledFrameBytes();
    return file.hasRoomFor((int) (frameBytes(events) + notes));
  }

  private long sizeFor(List<EventRecord> events) {
    long needed = Segment.HEADER_BYTES + frameBytes(events) + Segment.settledFrameBytes();
    return Math.max(fileBytes, needed);
  }

  private static long frameBytes(List<EventRecord> events) {
    return events.stream().mapToLong(AsideFiles::frameBytes).sum();
  }

  private static int frameBytes(EventRecord record) {
    int keyBytes = record.partitionKey().getBytes(StandardCharsets.UTF_8).length;
    return Segment.eventFrameBytes(keyBytes, record.sizeBytes());
  }

  private void scan(Segment file) throws IOException {
    var found = new Groups();
    broken.add(file.scan(found));
    if (found.byFirst.isEmpty()) {
      file.delete();
      return;
    }
    groups.put(file, found.byFirst.size());
    recovered.addAll(found.byFirst.values());
  }

  /** The groups of a file: runs of one aggregate's events with rising positions. */
  private static final class Groups implements Segment.FrameVisitor {
    private final Map<Long, RecoveredAggregate> byFirst = new LinkedHashMap<>();
    private @Nullable RecoveredAggregate last;
    private @Nullable AsideGroup lastGroup;
    private int lastPosition;

    @Override
    public void event(Segment segment, long aggregate, int position, int at) {
      if (last == null
          || lastGroup == null
          || last.number() != aggregate
          || position <= lastPosition) {
        lastGroup = new AsideGroup(segment, at);
        last = new RecoveredAggregate(segment.epoch(), aggregate, lastGroup);
        byFirst.put((long) at, last);
      }
      lastGroup.addOne();
      last.add(segment, position, at);
      lastPosition = position;
    }

    @Override
    public void settled(long producerEpoch, long firstAt) {
      byFirst.remove(firstAt);
      last = null;
    }
  }
}
