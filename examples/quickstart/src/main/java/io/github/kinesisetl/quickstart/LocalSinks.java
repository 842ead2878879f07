// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.quickstart;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.codec.JsonCodec;
import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.pipeline.DeadLetterCodec;
import io.github.kinesisetl.local.mapping.FailedBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The folders that the job's results go to. */
final class LocalSinks {

  private static final List<String> OURS =
      List.of("enriched", "alerts", "dead-letters", "on-failure");

  private final Path folder;
  private final LineFile<ObjectNode> enriched;
  private final LineFile<ObjectNode> alerts;
  private final LineFile<DeadLetter> deadLetters;

  /** Begins anew: what an earlier run left in our folders goes. */
  LocalSinks(Path folder) throws IOException {
    this.folder = folder;
    for (String name : OURS) {
      delete(folder.resolve(name));
    }
    Files.createDirectories(folder);
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
