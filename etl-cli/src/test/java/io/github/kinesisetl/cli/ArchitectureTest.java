// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.kinesisetl.local.HouseRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.github.kinesisetl.cli");

  @Test
  void replay_knowsNoOtherCommand() {
    noClasses()
        .that()
        .resideInAPackage("io.github.kinesisetl.cli.replay")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.github.kinesisetl.cli", "io.github.kinesisetl.local..")
        .check(CLASSES);
  }

  @Test
  void classesAndRooms_areNotTooLarge() {
    HouseRules.fieldsOfAClass().check(CLASSES);
    HouseRules.filesOfAPackage().check(CLASSES);
  }
}
