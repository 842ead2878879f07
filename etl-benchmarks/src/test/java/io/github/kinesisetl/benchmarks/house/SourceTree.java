// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The Java files of all modules of this checkout. Stateless. */
final class SourceTree {

  /** The tests of this module run in its folder. */
  static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  private SourceTree() {}

  static List<Source> main() throws IOException {
    return all().stream().filter(source -> source.path().contains("/src/main/java/")).toList();
  }

  static List<Source> all() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .map(file -> ROOT.relativize(file).toString().replace('\\', '/'))
          .filter(path -> path.endsWith(".java") && path.contains("/src/"))
          .filter(path -> !path.contains("/target/") && !path.contains("node_modules"))
          .map(Source::new)
          .toList();
    }
  }

  /**
   * A Java file.
   *
   * @param path from the root, with slashes
   */
  record Source(String path) {

    String module() {
      return path.substring(0, path.indexOf("/src/"));
    }

    String packageName() {
      String inTree = path.substring(path.indexOf("/java/") + "/java/".length());
      return inTree.substring(0, Math.max(0, inTree.lastIndexOf('/'))).replace('/', '.');
    }

    String simpleName() {
      return path.substring(path.lastIndexOf('/') + 1, path.length() - ".java".length());
    }
  }
}
