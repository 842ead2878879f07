// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Each class, room, module and file that docs/architecture.md names is there. */
class ArchitectureDocumentTest {

  private static final Pattern QUOTED = Pattern.compile("`([^`\n]+)`");
  private static final Pattern CLASS = Pattern.compile("[A-Z]\\w*[a-z]\\w*(\\.[A-Z]\\w+)?");
  private static final Pattern ROOM =
      Pattern.compile(
          "(core|engine|sinks|producer|lambda|cli|local|testing|runtime|race|enrich)(\\.\\w+)*");
  private static final Pattern MODULE = Pattern.compile("etl-[a-z-]+");
  private static final Pattern FILE = Pattern.compile("[\\w-]+/[\\w./-]+|[\\w.-]+\\.(md|mjs)");

  @Test
  void names_areThere() throws IOException {
    Set<String> classes = new TreeSet<>();
    Set<String> packages = new TreeSet<>();
    for (SourceTree.Source source : SourceTree.all()) {
      classes.add(source.simpleName());
      packages.add(source.packageName());
    }
    Set<String> missing = new TreeSet<>();
    int checked = 0;
    Matcher names =
        QUOTED.matcher(Files.readString(SourceTree.ROOT.resolve("docs/architecture.md")));
    while (names.find()) {
      String name = names.group(1);
      boolean there;
      if (MODULE.matcher(name).matches()) {
        there = Files.isRegularFile(SourceTree.ROOT.resolve(name).resolve("pom.xml"));
      } else if (FILE.matcher(name).matches()) {
        there = isFile(name);
      } else if (ROOM.matcher(name).matches()) {
        there = packages.stream().anyMatch(room -> room.endsWith("." + name));
      } else if (CLASS.matcher(name).matches()) {
        there = classes.contains(name.replaceAll("\\..*", "")) || isOfJava(name);
      } else {
        continue;
      }
      checked++;
      if (!there) {
        missing.add(name);
      }
    }
    assertThat(missing).as("names in docs/architecture.md that nothing has").isEmpty();
    assertThat(checked).as("names that were looked for").isGreaterThan(150);
  }

  @Test
  void rooms_areNamed() throws IOException {
    String document = Files.readString(SourceTree.ROOT.resolve("docs/architecture.md"));
    Set<String> missing = new TreeSet<>();
    for (SourceTree.Source source : SourceTree.main()) {
      String room = source.packageName().replace("io.github.kinesisetl.", "");
      boolean isRoom =
          source.module().startsWith("etl-")
              && !source.module().equals("etl-benchmarks")
              && !room.matches("core\\.\\w+\\.internal");
      if (isRoom && !document.contains("`" + room + "`")) {
        missing.add(room);
      }
    }
    assertThat(missing).as("rooms that docs/architecture.md does not name").isEmpty();
  }

  private static boolean isOfJava(String name) {
    return Object.class.getResource("/java/lang/" + name + ".class") != null;
  }

  private static boolean isFile(String name) throws IOException {
    if (name.contains("/")) {
      return Files.exists(SourceTree.ROOT.resolve(name))
          || Files.exists(SourceTree.ROOT.resolve("infra").resolve(name));
    }
    try (var files = Files.walk(SourceTree.ROOT, 4)) {
      return files.anyMatch(file -> file.getFileName().toString().equals(name));
    }
  }
}
