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
    Map<Path, RecordBuffer> lines = new LinkedHashMap<>();
    for (T item : items) {
      RecordBuffer buffer =
          lines.computeIfAbsent(fileOf.apply(item), unused -> new RecordBuffer(4096));
      codec.encode(item, buffer);
      buffer.write('\n');
    }
    try {
      for (Map.Entry<Path, RecordBuffer> file : lines.entrySet()) {
        append(file.getKey(), file.getValue());
      }
    } catch (IOException e) {
      return new WriteResult.Partial(0, "cannot append to a file: " + e.getClass().getSimpleName());
    }
    written.addAndGet(items.size());
    return new WriteResult.Complete();
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
}
