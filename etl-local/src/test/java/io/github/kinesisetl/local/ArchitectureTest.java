// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final String ROOT = "io.github.kinesisetl.local";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  @Test
  void stream_isAPureModel() {
    List<String> model = List.of(ROOT + ".limit", ROOT + ".api", ROOT + ".stream");
    for (int i = 0; i < model.size(); i++) {
      List<String> allowed = new ArrayList<>(model.subList(0, i + 1));
      allowed.addAll(List.of("java..", "org.jspecify.."));
      classes()
          .that()
          .resideInAPackage(model.get(i))
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(allowed.toArray(String[]::new))
          .check(CLASSES);
    }
  }

  @Test
  void classesAndRooms_areNotTooLarge() {
    HouseRules.fieldsOfAClass().check(CLASSES);
    HouseRules.filesOfAPackage().check(CLASSES);
  }

  @Test
  void wire_knowsNoNetwork() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".wire")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.netty..", ROOT + ".http")
        .check(CLASSES);
  }

  @Test
  void tls_needsNothingButTheJdk() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".tls")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.netty..", "com.fasterxml..", "org.slf4j..")
        .check(CLASSES);
  }

  @Test
  void door_knowsNoRoomBehindOrBeforeIt() {
    classes()
        .that()
        .resideInAPackage(ROOT + ".service")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            ROOT + ".service", "java..", "com.fasterxml.jackson..", "org.jspecify..")
        .check(CLASSES);
  }

  @Test
  void nothing_knowsAServiceBehindTheDoor() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            ROOT + ".services..",
            ROOT + ".cloudwatch..",
            ROOT + ".dynamodb..",
            ROOT + ".firehose..",
            ROOT + ".s3..",
            ROOT + ".sns..",
            ROOT + ".sqs..")
        .check(CLASSES);
  }

  @Test
  void rooms_haveNoCircle() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
  }
}
