// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keeps the arrows between the rooms of etl-core (docs/architecture.md). */
class ArchitectureTest {

  private static final String CORE = "io.github.kinesisetl.core.";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.github.kinesisetl.core");

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
    String[] rooms = left == null ? new String[] {room} : (left + "," + room).split(",");
    String[] allowed = new String[rooms.length + 1];
    for (int i = 0; i < rooms.length; i++) {
      allowed[i] = CORE + rooms[i];
    }
    allowed[rooms.length] = "io.github.kinesisetl.none";
    classes()
        .that()
        .resideInAPackage(CORE + room)
        .should()
        .onlyDependOnClassesThat(
            DescribedPredicate.not(JavaClass.Predicates.resideInAPackage(CORE + "."))
                .or(JavaClass.Predicates.resideInAnyPackage(allowed)))
        .allowEmptyShould(true)
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
  void core_knowsNoUserAgentParserAndNoCache() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("ua_parser..", "com.github.benmanes..")
        .check(CLASSES);
  }
}
