// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import org.junit.jupiter.api.Test;

/** Keeps the engine free of whoever delivers to it, and its rooms free of circles. */
class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.github.kinesisetl.engine");

  @Test
  void engine_knowsNoServiceAndNoSource() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "com.amazonaws..", "software.amazon..", "org.apache.flink..", "java.net..")
        .check(CLASSES);
  }

  @Test
  void entries_knowNothingOfWhatBecomesOfThem() {
    noClasses()
        .that()
        .resideInAPackage("io.github.kinesisetl.engine.entry")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.github.kinesisetl.engine",
            "io.github.kinesisetl.engine.store",
            "io.github.kinesisetl.engine.detector",
            "io.github.kinesisetl.engine.event")
        .check(CLASSES);
  }

  @Test
  void rooms_formNoCircle() {
    slices().assignedFrom(new Rooms()).should().beFreeOfCycles().check(CLASSES);
  }

  /** A package is a room. */
  private static final class Rooms implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      return type.getPackageName().startsWith("io.github.kinesisetl.engine")
          ? SliceIdentifier.of(type.getPackageName())
          : SliceIdentifier.ignore();
    }

    @Override
    public String getDescription() {
      return "packages of the engine";
    }
  }
}
