// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Keeps the AWS SDK behind the seam, so that another sender needs none of it. */
class ArchitectureTest {

  private static final String PRODUCER = "io.github.kinesisetl.producer";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(PRODUCER);

  @Test
  void awsSdk_isKnownToItsOwnRoomOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage(PRODUCER + ".aws..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("software.amazon..")
        .check(CLASSES);
  }

  @Test
  void micrometer_isKnownToItsOwnRoomOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage(PRODUCER + ".micrometer..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.micrometer..")
        .check(CLASSES);
  }

  @Test
  void seam_knowsNeitherTheProducerNorAws() {
    noClasses()
        .that()
        .resideInAPackage(PRODUCER + ".spi")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(PRODUCER, PRODUCER + ".aws..", "software.amazon..")
        .check(CLASSES);
  }
}
