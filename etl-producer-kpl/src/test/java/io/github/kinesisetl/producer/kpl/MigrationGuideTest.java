// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.kpl;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.kinesisetl.producer.ProducerOptionsBuilder;
import io.github.kinesisetl.producer.aws.KinesisStreamBuilder;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.kinesis.producer.KinesisProducerConfiguration;

/** The migration guide is complete, and its code compiles. */
class MigrationGuideTest {

  private static final Pattern ROW =
      Pattern.compile("^\\| `(set[A-Za-z]+)` \\| (?:`([A-Za-z]+)`|none) \\|", Pattern.MULTILINE);
  private static final Pattern CODE = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

  @Test
  void table_namesEverySettingOfKplOnce() throws IOException {
    List<String> named = new ArrayList<>();
    Matcher row = ROW.matcher(guide());
    while (row.find()) {
      named.add(row.group(1));
    }
    assertThat(named).doesNotHaveDuplicates().containsExactlyElementsOf(settersOfKpl());
  }

  @Test
  void table_namesOnlyOptionsThatExist() throws IOException {
    Set<String> ours =
        Stream.of(ProducerOptionsBuilder.class, KinesisStreamBuilder.class)
            .flatMap(type -> Stream.of(type.getMethods()))
            .map(Method::getName)
            .collect(Collectors.toSet());
    Matcher row = ROW.matcher(guide());
    int options = 0;
    while (row.find()) {
      if (row.group(2) != null) {
        assertThat(ours).contains(row.group(2));
        options++;
      }
    }
    assertThat(options).isGreaterThan(15);
  }

  @Test
  void code_isTheCodeThatCompiles() throws IOException {
    String compiled =
        Files.readString(
            Path.of("src/test/java/io/github/kinesisetl/producer/kpl/MigrationSamples.java"));
    Matcher code = CODE.matcher(guide());
    int samples = 0;
    while (code.find()) {
      assertThat(compiled).contains(code.group(1));
      samples++;
    }
    assertThat(samples).isEqualTo(3);
  }

  private static String guide() throws IOException {
    return Files.readString(Path.of("../docs/migration-from-kpl.md"));
  }

  /** From the class file: to load the class's methods would need the Glue registry's classes. */
  private static Set<String> settersOfKpl() {
    JavaClass configuration =
        new ClassFileImporter()
            .importUrl(
                requireNonNull(
                    KinesisProducerConfiguration.class.getResource(
                        "KinesisProducerConfiguration.class")))
            .get(KinesisProducerConfiguration.class);
    return configuration.getMethods().stream()
        .map(JavaMember::getName)
        .filter(name -> name.startsWith("set"))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
