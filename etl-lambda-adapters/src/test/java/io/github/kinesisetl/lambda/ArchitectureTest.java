// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  @Test
  void handlers_knowNoAwsClient() {
    noClasses()
        .that()
        .resideOutsideOfPackages("..lambda.deploy..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("software.amazon..")
        .check(
            new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.github.kinesisetl.lambda"));
  }
}
