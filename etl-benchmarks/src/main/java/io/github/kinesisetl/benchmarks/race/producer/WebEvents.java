// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race.producer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.record.EventRecord;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** The lines of the quickstart's web log as JSON events. */
final class WebEvents {

  static final String NAME = "web";

  private static final Path RESOURCES = Path.of("../examples/quickstart/src/main/resources");
  private static final String FILE = "web-access.log.gz";
  private static final JsonMapper MAPPER = new JsonMapper();

  /** The combined log format; what does not match it is left out. */
  private static final Pattern LINE =
      Pattern.compile(
          "(\\S+) \\S+ \\S+ \\[([^]]+)] \"(\\S+) (\\S+) (\\S+)\" (\\d{3}) (\\S+)"
              + " \"([^\"]*)\" \"([^\"]*)\"");

  private WebEvents() {}

  static boolean present() {
    try {
      return file().isPresent();
    } catch (IOException e) {
      return false;
    }
  }

  static List<EventRecord> load() throws IOException {
    Path file = file().orElseThrow(() -> new FileNotFoundException(FILE));
    try (var lines =
        new BufferedReader(
            new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), UTF_8))) {
      return lines
          .lines()
          .map(LINE::matcher)
          .filter(Matcher::matches)
          .map(WebEvents::event)
          .toList();
    }
  }

  private static Optional<Path> file() throws IOException {
    if (!Files.isDirectory(RESOURCES)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.walk(RESOURCES)) {
      return files.filter(path -> path.endsWith(FILE)).findFirst();
    }
  }

  private static EventRecord event(Matcher line) {
    ObjectNode event =
        MAPPER
            .createObjectNode()
            .put("ip_address", line.group(1))
            .put("timestamp", line.group(2))
            .put("method", line.group(3))
            .put("path", line.group(4))
            .put("protocol", line.group(5))
            .put("status", Integer.parseInt(line.group(6)))
            .put("bytes", line.group(7).equals("-") ? 0 : Long.parseLong(line.group(7)))
            .put("referrer", line.group(8))
            .put("user_agent", line.group(9));
    return EventRecord.of(line.group(1), event.toString().getBytes(UTF_8));
  }
}
