// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.crash;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The class path of this process as jars alone, which the platform demands of what it keeps a class
 * archive of: with one, a child starts in two thirds of the time.
 */
final class ChildClasses {

  private final String classPath;
  private final Path archive;

  private ChildClasses(String classPath, Path archive) {
    this.classPath = classPath;
    this.archive = archive;
  }

  static ChildClasses in(Path directory) throws IOException {
    StringBuilder classPath = new StringBuilder();
    int jars = 0;
    for (String part : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(part);
      if (Files.isDirectory(path)) {
        path = zipped(path, directory.resolve("classes-" + jars++ + ".jar"));
      }
      classPath.append(classPath.isEmpty() ? "" : File.pathSeparator).append(path);
    }
    return new ChildClasses(classPath.toString(), directory.resolve("classes.jsa"));
  }

  /** What the first child is told, which makes the archive when it ends. */
  List<String> archiving() {
    return List.of("-XX:ArchiveClassesAtExit=" + archive, "-Xlog:disable", "-cp", classPath);
  }

  /** What all others are told. */
  List<String> archived() {
    return List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:disable", "-cp", classPath);
  }

  private static Path zipped(Path directory, Path jar) throws IOException {
    try (Stream<Path> walk = Files.walk(directory);
        OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Path file : walk.filter(Files::isRegularFile).collect(Collectors.toList())) {
        zip.putNextEntry(new ZipEntry(directory.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, zip);
        zip.closeEntry();
      }
    }
    return jar;
  }
}
