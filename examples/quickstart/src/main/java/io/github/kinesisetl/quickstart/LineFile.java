// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.quickstart;

import io.github.kinesisetl.core.codec.Codec;
import io.github.kinesisetl.core.pipeline.Sink;
import io.github.kinesisetl.core.pipeline.WriteResult;
import io.github.kinesisetl.core.record.RecordBuffer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * A sink that appends items to files as JSON lines, one file a partition. Safe for use by many
 * threads.
 *
 * @param <T> the type of item
 */
final class LineFile<T> implements Sink<T> {

  private final Codec<T> codec;
  private final Function<T, Path> fileOf;
  private final AtomicLong written = new AtomicLong();

  LineFile(Codec<T> codec, Function<T, Path> fileOf) {
    this.codec = codec;
    this.fileOf = fileOf;
  }

  @Override
  public synchronized WriteResult write(List<T> items) {
    var outcomes = WriteResult.builder(items.size());
    Map<Path, Lines> files = new LinkedHashMap<>();
    for (int i = 0; i < items.size(); i++) {
      Lines lines = files.computeIfAbsent(fileOf.apply(items.get(i)), unused -> new Lines());
      codec.encode(items.get(i), lines.bytes);
      lines.bytes.write('\n');
      lines.indexes.add(i);
    }
    files.forEach((file, lines) -> {
      try {
        append(file, lines.bytes);
        lines.indexes.forEach(outcomes::stored);
        written.addAndGet(lines.indexes.size());
      } catch (IOException e) {
        String reason = "cannot append to a file: " + e.getClass().getSimpleName();
        lines.indexes.forEach(index -> outcomes.failed(index, reason));
      }
    });
    return outcomes.build();
  }

  /** Items written so far, repeats included. */
  long written() {
    return written.get();
  }

  private static void append(Path file, RecordBuffer lines) throws IOException {
    Path folder = file.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    try (OutputStream out =
        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      out.write(lines.array(), 0, lines.sizeBytes());
    }
  }

  /** What is to be appended to one file. */
  private static final class Lines {
    private final RecordBuffer bytes = new RecordBuffer(4096);
    private final List<Integer> indexes = new ArrayList<>(); // of the items
  }
}
