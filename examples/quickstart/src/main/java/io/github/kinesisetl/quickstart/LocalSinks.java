// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.quickstart;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.codec.JsonCodec;
import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.pipeline.DeadLetterCodec;
import io.github.kinesisetl.local.mapping.FailedBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folders that the job's results go to. A file marks the folder that they are in as the job's:
 * it empties only what it made, and nobody else's run works there at the same time.
 */
final class LocalSinks implements AutoCloseable {

  private static final String MARK = ".kinesis-streaming-etl";

  private static final List<String> OURS =
      List.of("enriched", "alerts", "dead-letters", "on-failure", "report.html");

  private final Path folder;
  private final FileChannel mark;
  private final LineFile<ObjectNode> enriched;
  private final LineFile<ObjectNode> alerts;
  private final LineFile<DeadLetter> deadLetters;

  /**
   * Begins anew: what an earlier run left goes.
   *
   * @throws IllegalArgumentException if the folder holds what no run made, or another run works
   *     there, or it cannot be written
   */
  LocalSinks(Path folder) throws IOException {
    this.folder = folder;
    this.mark = marked(folder);
    for (String name : OURS) {
      delete(folder.resolve(name));
    }
    enriched = new LineFile<>(JsonCodec.tree(), this::partitionOf);
    alerts = new LineFile<>(JsonCodec.tree(), alert -> folder.resolve("alerts/alerts.jsonl"));
    deadLetters =
        new LineFile<>(
            new DeadLetterCodec(), letter -> folder.resolve("dead-letters/dead-letters.jsonl"));
  }

  LineFile<ObjectNode> enriched() {
    return enriched;
  }

  LineFile<ObjectNode> alerts() {
    return alerts;
  }

  LineFile<DeadLetter> deadLetters() {
    return deadLetters;
  }

  @Override
  public void close() throws IOException {
    mark.close(); // and its lock
  }

  private static FileChannel marked(Path folder) throws IOException {
    requireOurs(folder);
    FileChannel channel;
    try {
      Files.createDirectories(folder);
      channel =
          FileChannel.open(
              folder.resolve(MARK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new IllegalArgumentException("--out cannot be written: " + e, e);
    }
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw inUse(folder);
    }
    channel.close();
    throw inUse(folder);
  }

  private static void requireOurs(Path folder) {
    if (Files.exists(folder.resolve(MARK))) {
      return;
    }
    for (String name : OURS) {
      if (Files.exists(folder.resolve(name))) {
        throw new IllegalArgumentException(
            "--out has a %s that no run of this job made: %s; choose another folder, or move it"
                .formatted(name, folder));
      }
    }
  }

  private static IllegalArgumentException inUse(Path folder) {
    return new IllegalArgumentException("another run writes to --out " + folder);
  }

  /** Keeps a batch that a mapping gave up. */
  synchronized void onFailure(FailedBatch batch) {
    String name = batch.shardId() + "-" + batch.firstSequenceNumber() + ".json";
    try {
      Files.createDirectories(folder.resolve("on-failure"));
      Files.write(folder.resolve("on-failure").resolve(name), batch.payload());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep a batch that was given up", e);
    }
  }

  /** All files with lines below one of our folders. */
  static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private Path partitionOf(ObjectNode event) {
    String date = event.path("event_date").asText("unknown");
    return folder.resolve("enriched/event_date=" + date + "/events.jsonl");
  }

  private static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
