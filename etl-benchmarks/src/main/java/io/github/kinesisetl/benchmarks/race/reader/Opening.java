// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race.reader;

import com.sun.management.ThreadMXBean;
import io.github.kinesisetl.benchmarks.race.ChildJvm;
import io.github.kinesisetl.benchmarks.race.producer.EventPool;
import io.github.kinesisetl.core.aggregate.RecordAggregator;
import io.github.kinesisetl.core.compress.Compressor;
import io.github.kinesisetl.core.record.EventRecord;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Opens the same entries again and again by one thread, first to be warm and then to be measured.
 */
public final class Opening {

  static final String DONE = "done";
  static final String NANOS = "cpu-nanos";
  static final String ALLOCATED_BYTES = "allocated-bytes";
  static final String STORED_BYTES = "stored-bytes";

  private static final int AGGREGATE_BYTES = 256 << 10;
  private static final int ENTRIES = 40;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final List<byte[]> entries = new ArrayList<>();
  private final long seconds;
  private long records;
  private long payloadBytes;
  private long storedBytes;

  private Opening(String form, String data, long seconds) throws IOException {
    this.seconds = seconds;
    EventPool events = EventPool.of(data);
    EntryForm entryForm = EntryForm.of(form);
    RecordAggregator aggregator = entryForm.aggregator();
    try (var compressor = Compressor.zstdWithChecksum(Compressor.DEFAULT_ZSTD_LEVEL)) {
      while (entries.size() < ENTRIES) {
        fill(aggregator, events);
        byte[] entry = entryForm.entry(aggregator, entries.size(), compressor);
        entries.add(entry);
        storedBytes += entry.length;
      }
    }
  }

  /** Opens one entry. */
  public interface Opener {

    /**
     * Opens an entry and looks at each record.
     *
     * @param entry the entry's data
     * @return the bytes of all payloads
     */
    long open(byte[] entry);
  }

  /**
   * Runs a contestant in this process.
   *
   * @param arguments form, data, seconds to be measured
   * @param opener the contestant
   * @throws IOException if there are no such events, or the harness is gone
   */
  public static void run(String[] arguments, Opener opener) throws IOException {
    new Opening(arguments[0], arguments[1], Long.parseLong(arguments[2])).measure(opener);
  }

  private void fill(RecordAggregator aggregator, EventPool events) {
    while (true) {
      EventRecord event = events.at(records);
      int most = RecordAggregator.maxBytesOf(event.partitionKey(), event.sizeBytes());
      if (aggregator.sizeBytes() + most > AGGREGATE_BYTES) {
        return;
      }
      int unused = aggregator.add(event);
      payloadBytes += event.sizeBytes();
      records++;
    }
  }

  private void measure(Opener opener) throws IOException {
    long unused = passes(opener, 2 * seconds);
    long nanos = THREADS.getCurrentThreadCpuTime();
    long bytes = THREADS.getCurrentThreadAllocatedBytes();
    double opened = (double) passes(opener, seconds) * records;
    ChildJvm.tell(NANOS, (THREADS.getCurrentThreadCpuTime() - nanos) / opened);
    ChildJvm.tell(ALLOCATED_BYTES, (THREADS.getCurrentThreadAllocatedBytes() - bytes) / opened);
    ChildJvm.tell(STORED_BYTES, (double) storedBytes / records);
    ChildJvm.reach(DONE);
  }

  /** Opens all entries until so much processor time is gone; tells how often. */
  private long passes(Opener opener, long cpuSeconds) throws IOException {
    long end = THREADS.getCurrentThreadCpuTime() + TimeUnit.SECONDS.toNanos(cpuSeconds);
    long passes = 0;
    do {
      long opened = 0;
      for (byte[] entry : entries) {
        opened += opener.open(entry);
      }
      if (opened != payloadBytes) {
        throw new IOException("opened %d bytes of %d".formatted(opened, payloadBytes));
      }
      passes++;
    } while (THREADS.getCurrentThreadCpuTime() < end);
    return passes;
  }
}
