// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.github.kinesisetl.lambda");

  @Test
  void handlers_knowNoAwsClient() {
    noClasses()
        .that()
        .resideOutsideOfPackages("..lambda.deploy..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("software.amazon..")
        .check(CLASSES);
  }

  /** Whoever delivers in another way may read payloads and fold windows as they are. */
  @Test
  void rooms_knowNothingOfLambdasInterfaces() {
    noClasses()
        .that()
        .resideInAnyPackage("..lambda.event..", "..lambda.window..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.amazonaws..", "io.github.kinesisetl.lambda")
        .check(CLASSES);
  }

  @Test
  void whatIsPublicBesideTheRooms_isAHandlerOrItsOptions() {
    classes()
        .that()
        .resideInAPackage("io.github.kinesisetl.lambda")
        .and()
        .arePublic()
        .and()
        .areTopLevelClasses()
        .and()
        .doNotBelongToAnyOf(FirehoseOptions.class)
        .should()
        .beAssignableTo(RequestStreamHandler.class)
        .orShould()
        .beAssignableTo(RequestHandler.class)
        .check(CLASSES);
  }
}
