// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.enrich;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.github.kinesisetl.enrich");

  @Test
  void enrichment_knowsCoreOnly() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.github.kinesisetl.engine..",
            "io.github.kinesisetl.lambda..",
            "io.github.kinesisetl.producer..",
            "io.github.kinesisetl.core..internal..",
            "software.amazon..",
            "com.amazonaws..")
        .check(CLASSES);
  }
}
