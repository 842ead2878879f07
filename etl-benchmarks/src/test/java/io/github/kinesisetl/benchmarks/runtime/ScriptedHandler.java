// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.pipeline.ProcessingResult;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Failed;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Passed;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Rejected;
import io.github.kinesisetl.core.pipeline.WriteResult;
import io.github.kinesisetl.engine.EngineOptions;
import io.github.kinesisetl.lambda.KinesisHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Does what the words that it gets say, and keeps what it did in files, over the death of its
 * process.
 */
public final class ScriptedHandler extends KinesisHandler<String, String> {

  static final String FOLDER = "SCRIPT_FOLDER";

  private static final Path DONE = Path.of(System.getenv(FOLDER), "done");
  private static final Path LETTERS = Path.of(System.getenv(FOLDER), "letters");

  /** A handler; the folder is in the environment. */
  public ScriptedHandler() {
    super(
        EngineOptions.builder(
                record -> new String(record.record().copyData(), UTF_8), ScriptedHandler::process)
            .sink(ScriptedHandler::write)
            .deadLetters(ScriptedHandler::bury)
            .build());
  }

  private static ProcessingResult<String> process(String word) {
    switch (word.replaceAll("[0-9]", "")) {
      case "poison" -> throw new IllegalStateException("secret payload");
      case "bad" -> {
        return new Rejected<>("check", "a bad word");
      }
      case "later" -> {
        return new Failed<>("check", "not now");
      }
      case "slow" -> LockSupport.parkNanos(400_000_000);
      case "hang" -> LockSupport.parkNanos(60_000_000_000L);
      case "memory" -> {
        byte[] large = new byte[1 << 30];
        return new Passed<>(word + large.length);
      }
      default -> {}
    }
    return new Passed<>(word);
  }

  private static WriteResult write(List<String> words) {
    append(DONE, words);
    return WriteResult.stored(words.size());
  }

  private static WriteResult bury(List<DeadLetter> letters) {
    append(LETTERS, letters.stream().map(l -> l.stage() + ":" + l.reason()).toList());
    return WriteResult.stored(letters.size());
  }

  private static void append(Path file, List<String> lines) {
    try {
      Files.write(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
