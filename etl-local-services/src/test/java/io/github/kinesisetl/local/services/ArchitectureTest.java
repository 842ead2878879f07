// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.services;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.kinesisetl.local.HouseRules;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final String ROOT = "io.github.kinesisetl.local.";
  private static final List<String> ROOMS =
      List.of("cloudwatch", "dynamodb", "firehose", "s3", "sns", "sqs");
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> location.contains("etl-local-services"))
          .importPackages("io.github.kinesisetl.local");

  @Test
  void services_knowNothingButTheDoor() {
    for (String room : ROOMS) {
      classes()
          .that()
          .resideInAPackage(ROOT + room + "..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              ROOT + room + "..",
              ROOT + "service",
              "java..",
              "javax.xml.stream..",
              "com.fasterxml.jackson..",
              "org.jspecify..",
              "org.slf4j..")
          .check(CLASSES);
    }
  }

  @Test
  void provider_knowsNothingButTheServicesAndTheDoor() {
    classes()
        .that()
        .resideInAPackage(ROOT + "services")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            ROOT + "services",
            ROOT + "service",
            ROOT + "cloudwatch",
            ROOT + "dynamodb",
            ROOT + "firehose",
            ROOT + "s3",
            ROOT + "sns",
            ROOT + "sqs",
            "java..",
            "org.jspecify..")
        .check(CLASSES);
  }

  @Test
  void dynamoDb_valuesAndExpressionsKnowNoTable() {
    String room = ROOT + "dynamodb";
    noClasses()
        .that()
        .resideInAPackage(room + ".value")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(room, room + ".expression")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage(room + ".expression")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(room)
        .check(CLASSES);
  }

  @Test
  void classesAndRooms_areNotTooLarge() {
    HouseRules.fieldsOfAClass().check(CLASSES);
    HouseRules.filesOfAPackage().check(CLASSES);
  }
}
