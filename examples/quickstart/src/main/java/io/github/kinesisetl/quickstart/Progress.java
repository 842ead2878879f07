// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.quickstart;

import io.github.kinesisetl.producer.EventProducer;
import io.github.kinesisetl.producer.ProducerMetrics;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Takes a sample every quarter of a second and shows a line every second. */
final class Progress implements AutoCloseable {

  private static final long SAMPLE_MILLIS = 250;
  private static final int SAMPLES_A_LINE = 4;
  private static final int MAX_SAMPLES = 20_000;

  private final EventProducer<?> producer;
  private final LocalSinks sinks;
  private final PrintStream out;
  private final long beganNanos = System.nanoTime();
  private final List<Sample> samples = new ArrayList<>(); // guarded by this
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "progress");
        thread.setDaemon(true);
        return thread;
      });

  Progress(EventProducer<?> producer, LocalSinks sinks, PrintStream out) {
    this.producer = producer;
    this.sinks = sinks;
    this.out = out;
    samples.add(sample());
    var unused =
        timer.scheduleAtFixedRate(this::tick, SAMPLE_MILLIS, SAMPLE_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Takes the last sample, shows its line, and returns all samples. */
  List<Sample> finish() {
    close();
    show(add(sample()));
    synchronized (this) {
      return List.copyOf(samples);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private void tick() {
    int count = add(sample());
    if (count % SAMPLES_A_LINE == 0) {
      show(count);
    }
  }

  /** Keeps a sample, and returns how many there are. */
  private synchronized int add(Sample sample) {
    if (samples.size() == MAX_SAMPLES) { // after more than an hour, every second one will do
      for (int i = 1; i < samples.size(); i++) {
        samples.remove(i);
      }
    }
    samples.add(sample);
    return samples.size();
  }

  private Sample sample() {
    ProducerMetrics metrics = producer.metrics();
    return new Sample(
        (System.nanoTime() - beganNanos) / 1e9,
        metrics.events().put(),
        metrics.events().bytes(),
        metrics.entries().bytes(),
        metrics.entries().accepted(),
        sinks.enriched().written(),
        sinks.deadLetters().written(),
        sinks.alerts().written(),
        metrics.entries().bytesByShard());
  }

  private void show(int count) {
    Sample now;
    Sample before;
    synchronized (this) {
      now = samples.get(count - 1);
      before = samples.get(Math.max(0, count - 1 - SAMPLES_A_LINE));
    }
    out.println(line(now, before));
  }

  static String line(Sample now, Sample before) {
    double seconds = Math.max(1e-9, now.seconds() - before.seconds());
    return String.format(
        Locale.ROOT,
        "%5.1fs  put %,d (%,.0f/s)  raw %.1f MB  wire %.2f MB (%.1fx)  %,.0f records/entry  %s  lag %,d  enriched %,d  alerts %d  dead %d",
        now.seconds(),
        now.put(),
        (now.put() - before.put()) / seconds,
        now.rawBytes() / 1e6,
        now.wireBytes() / 1e6,
        now.wireBytes() == 0 ? 0 : (double) now.rawBytes() / now.wireBytes(),
        now.entries() == 0 ? 0 : (double) now.put() / now.entries(),
        bars(now, before, seconds),
        now.lag(),
        now.enriched(),
        now.alerts(),
        now.deadLetters());
  }

  /** A bar for each shard that was written to: full at 1 MiB a second. */
  private static String bars(Sample now, Sample before, double seconds) {
    var text = new StringBuilder("shards");
    for (Map.Entry<String, Long> shard : new TreeMap<>(now.wireBytesByShard()).entrySet()) {
      long bytes = shard.getValue() - before.wireBytesByShard().getOrDefault(shard.getKey(), 0L);
      int filled = (int) Math.min(5, Math.ceil(5 * bytes / seconds / (1 << 20)));
      text.append(" [").append("#".repeat(filled)).append(".".repeat(5 - filled)).append(']');
    }
    return text.toString();
  }
}
