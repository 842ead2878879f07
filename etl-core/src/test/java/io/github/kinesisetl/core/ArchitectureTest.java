// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keeps the arrows between the rooms of etl-core (docs/architecture.md). */
class ArchitectureTest {

  private static final String CORE = "io.github.kinesisetl.core.";
  private static final String KEYS = CORE + "record.internal.KeyBuffer";
  private static final String IDS = CORE + "aggregate.internal.AggregateIds";
  private static final String FRAME =
      CORE
          + "compress.FrameFormat, "
          + CORE
          + "record.EventRecord, "
          + CORE
          + "compress.FrameLimits";
  private static final String STREAM =
      CORE + "record.EventRecord, " + CORE + "compress.FrameLimits";
  private static final String BUFFER = CORE + "compress.internal.FrameBuffer";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.github.kinesisetl.core");

  /** What shows an internal type all the same. */
  private static final Set<String> SHOWN =
      Set.of(
          // etl-producer aggregates without making objects, by keys that are bytes and with ids
          CORE + "aggregate.RecordAggregator.add(" + KEYS + ", [B, int, int)",
          CORE + "aggregate.RecordAggregator.complete(" + IDS + ")",
          CORE + "aggregate.RecordAggregator.finish(" + IDS + ")",
          // etl-engine walks, and shows its users records of its own
          CORE + "codec.RecordReader.walk()",
          // the walk's own way to decompress into memory that it has
          CORE + "compress.Decompressor.decompress(" + FRAME + ", " + BUFFER + ")",
          CORE + "compress.Decompressor.decompressZlib(" + STREAM + ", " + BUFFER + ")");

  /** Each room, and the rooms that it may know. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "record|",
        "compress|record",
        "aggregate|record",
        "schema|record",
        "encrypt|record",
        "json|record",
        "claim|record,json",
        "codec|record,compress,aggregate,schema,encrypt,json,claim",
        "pipeline|record,compress,aggregate,schema,encrypt,json,claim,codec",
        "enrich|record,compress,aggregate,schema,encrypt,json,claim,codec,pipeline",
        "detect|record,compress,aggregate,schema,encrypt,json,claim,codec,pipeline",
        "sizing|",
        "metrics|json"
      })
  void room_knowsOnlyTheRoomsToItsLeft(String room, String left) {
    String[] allowed =
        Stream.concat(Stream.of(room), left == null ? Stream.empty() : Stream.of(left.split(",")))
            .map(name -> CORE + name + "..")
            .toArray(String[]::new);
    classes()
        .that()
        .resideInAPackage(CORE + room + "..")
        .should()
        .onlyDependOnClassesThat(
            DescribedPredicate.not(JavaClass.Predicates.resideInAPackage(CORE + "."))
                .or(JavaClass.Predicates.resideInAnyPackage(allowed)))
        .check(CLASSES);
  }

  @Test
  void rooms_formNoCircle() {
    slices().matching(CORE + "(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void core_knowsNoAwsNoThreadsNoClock() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("software.amazon..", "com.amazonaws..")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.Thread")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.concurrent.ExecutorService")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .check(CLASSES);
  }

  @Test
  void faces_showNothingInternal() {
    methods()
        .that()
        .arePublic()
        .and()
        .areDeclaredInClassesThat(areOfTheFace())
        .should(showNothingInternal())
        .check(CLASSES);
    constructors()
        .that()
        .arePublic()
        .and()
        .areDeclaredInClassesThat(areOfTheFace())
        .should(showNothingInternal())
        .check(CLASSES);
  }

  private static DescribedPredicate<JavaClass> areOfTheFace() {
    return DescribedPredicate.describe(
        "are public and not internal",
        type ->
            type.getModifiers().contains(JavaModifier.PUBLIC)
                && !type.getPackageName().endsWith(".internal"));
  }

  private static <T extends JavaCodeUnit> ArchCondition<T> showNothingInternal() {
    return new ArchCondition<>("show nothing internal") {
      @Override
      public void check(T unit, ConditionEvents events) {
        boolean shows =
            Stream.concat(unit.getAllInvolvedRawTypes().stream(), unit.getExceptionTypes().stream())
                .anyMatch(type -> type.getPackageName().endsWith(".internal"));
        if (shows && !SHOWN.contains(unit.getFullName())) {
          events.add(SimpleConditionEvent.violated(unit, unit.getFullName() + " shows it"));
        }
      }
    };
  }

  @Test
  void core_knowsNoUserAgentParserAndNoCache() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("ua_parser..", "com.github.benmanes..")
        .check(CLASSES);
  }
}
