// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.pipeline.DeadLetterCodec;
import io.github.kinesisetl.core.record.DecodeException;
import io.github.kinesisetl.core.record.EventId;
import io.github.kinesisetl.core.record.EventRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Holds what was put against what the files in the sinks' folders hold, event by event.
 *
 * <p>Repeats of one event id are what at-least-once delivery allows, and are dropped. Everything
 * else must be there exactly once: delivered, or a dead letter with its original bytes.
 */
final class Ledger {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Produced produced;
  private final BitSet accountedFor = new BitSet();
  private final Map<String, Integer> openBroken;
  private final Set<String> ids = new HashSet<>();
  private final Map<String, Long> deadLettersByReason = new TreeMap<>();
  private long delivered;
  private long deadLetters;
  private long duplicates;
  private long repeats;
  private long unknown;

  private Ledger(Produced produced) {
    this.produced = produced;
    this.openBroken = produced.brokenByDigest();
  }

  /** Reads the folders and books what they hold. */
  static Ledger of(Produced produced, Path folder) throws IOException {
    var ledger = new Ledger(produced);
    for (Path file : LocalSinks.files(folder.resolve("enriched"))) {
      ledger.bookDelivered(file);
    }
    for (Path file : LocalSinks.files(folder.resolve("dead-letters"))) {
      ledger.bookDeadLetters(file);
    }
    return ledger;
  }

  boolean isBalanced() {
    return lost() == 0 && duplicates == 0 && unknown == 0;
  }

  long produced() {
    return produced.events();
  }

  long delivered() {
    return delivered;
  }

  long deadLetters() {
    return deadLetters;
  }

  /** Events that lie in the sinks again, under another event id. */
  long duplicates() {
    return duplicates;
  }

  /** Deliveries beyond the first of the same event id. */
  long repeats() {
    return repeats;
  }

  /** Items in the sinks that nobody put. */
  long unknown() {
    return unknown;
  }

  Map<String, Long> deadLettersByReason() {
    return deadLettersByReason;
  }

  long lost() {
    return produced.events() - delivered - deadLetters;
  }

  @Override
  public String toString() {
    return "ledger: produced=%d delivered=%d deadLetters=%d duplicates=%d lost=%d"
        .formatted(produced.events(), delivered, deadLetters, duplicates, lost());
  }

  private void bookDelivered(Path file) throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode event = JSON.readTree(line);
        if (!ids.add(event.path("event_id").asText())) {
          repeats++;
        } else if (book(event.path(ReplayEvent.NUMBER).asInt(-1))) {
          delivered++;
        }
      }
    }
  }

  /** Books a good event; false if it was booked before or never put. */
  private boolean book(int number) {
    if (!produced.hasNumber(number)) {
      unknown++;
      return false;
    }
    if (accountedFor.get(number)) {
      duplicates++;
      return false;
    }
    accountedFor.set(number);
    return true;
  }

  private void bookDeadLetters(Path file) throws IOException {
    var codec = new DeadLetterCodec();
    Map<String, Boolean> seen = new HashMap<>();
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        DeadLetter letter = decode(codec, line);
        if (seen.put(identity(letter), true) != null) {
          repeats++;
        } else if (bookDeadLetter(letter)) {
          deadLetters++;
          deadLettersByReason.merge(kind(letter), 1L, Long::sum);
        }
      }
    }
  }

  private boolean bookDeadLetter(DeadLetter letter) {
    byte[] bytes = letter.record().copyData();
    Integer open = openBroken.computeIfPresent(Produced.digest(bytes), (key, count) -> count - 1);
    return (open != null && open >= 0) || book(numberOf(bytes));
  }

  /** The number of a good event that a later stage gave up, or -1. */
  private static int numberOf(byte[] bytes) {
    try {
      return JSON.readTree(bytes).path(ReplayEvent.NUMBER).asInt(-1);
    } catch (IOException e) {
      return -1; // broken bytes that nobody put
    }
  }

  /** The same for each delivery of a record. */
  static String identity(DeadLetter letter) {
    EventId id = letter.record().id();
    return id == null ? letter.position().toString() : id.toString();
  }

  static DeadLetter decode(DeadLetterCodec codec, String line) throws IOException {
    try {
      return codec.decode(EventRecord.of("line", line.getBytes(StandardCharsets.UTF_8)));
    } catch (DecodeException e) {
      throw new IOException("the dead letters hold a line that is none", e);
    }
  }

  /** Stage and reason without the numbers, so that alike letters count together. */
  private static String kind(DeadLetter letter) {
    return letter.stage() + ": " + letter.reason().replaceAll("[0-9][0-9.,]*", "n");
  }
}
