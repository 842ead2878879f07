// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
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
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".stream")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.netty..",
            "com.fasterxml..",
            ROOT,
            ROOT + ".wire",
            ROOT + ".http",
            ROOT + ".fault",
            ROOT + ".tls")
        .check(CLASSES);
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
  void services_knowNothingButWhatTheyHaveInCommon() {
    for (String room : List.of("cloudwatch", "dynamodb", "firehose", "s3", "sns", "sqs")) {
      classes()
          .that()
          .resideInAPackage(ROOT + "." + room)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              ROOT + "." + room,
              ROOT + ".service",
              "java..",
              "javax.xml.stream..",
              "com.fasterxml.jackson..",
              "org.jspecify..",
              "org.slf4j..")
          .check(CLASSES);
    }
  }

  @Test
  void rooms_haveNoCircle() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
  }
}
