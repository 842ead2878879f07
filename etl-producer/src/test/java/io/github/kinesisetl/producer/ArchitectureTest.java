// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.github.kinesisetl.producer.aws.KinesisStream;
import io.github.kinesisetl.producer.spi.RecordSender;
import io.github.kinesisetl.producer.spi.ShardDirectory;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Keeps the rooms apart, and each of them small. */
class ArchitectureTest {

  private static final String PRODUCER = "io.github.kinesisetl.producer";
  private static final String INTERNAL = PRODUCER + ".internal";
  private static final int MAX_FIELDS = 12;
  private static final int MAX_CLASSES = 25;

  /** What the rooms inside may know of the face: its values, and neither doors nor wiring. */
  private static final Set<Class<?>> VALUES =
      Set.of(
          BufferFullException.class,
          Compression.class,
          Delivery.class,
          Durability.class,
          Encoding.class,
          Memory.class,
          OutputMode.class,
          ProducerMetrics.class,
          ProducerMetrics.Entries.class,
          ProducerMetrics.Events.class,
          ProducerMetrics.Latency.class,
          ProducerOptions.class,
          Protection.class,
          PutCallback.class,
          PutResult.class,
          PutResult.Accepted.class,
          PutResult.Rejected.class,
          Retry.class,
          Spill.class,
          WhenFull.class);

  /**
   * The contract of each public interface that has several implementations. {@code SpillSource} and
   * the like have one; a {@code KinesisStream} is the {@code RecordSender} and the {@code
   * ShardDirectory} of one contract.
   */
  private static final Map<Class<?>, String> CONTRACTS =
      Map.of(
          KinesisStream.class, "StreamContractTest",
          RecordSender.class, "StreamContractTest",
          ShardDirectory.class, "StreamContractTest");

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
  void seam_knowsNoOtherRoom() {
    noClasses()
        .that()
        .resideInAPackage(PRODUCER + ".spi")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(PRODUCER, PRODUCER + ".aws..", INTERNAL + "..", "software.amazon..")
        .check(CLASSES);
  }

  @Test
  void aws_knowsTheSeamAndTheNamesOfSettingsOnly() {
    noClasses()
        .that()
        .resideInAPackage(PRODUCER + ".aws")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(PRODUCER, INTERNAL + ".*")
        .check(CLASSES);
  }

  @Test
  void memoryAndDurable_knowNothingOfTheFace() {
    noClasses()
        .that()
        .resideInAnyPackage(INTERNAL + ".memory", INTERNAL + ".durable")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(PRODUCER, PRODUCER + ".aws..", PRODUCER + ".micrometer..")
        .check(CLASSES);
  }

  @Test
  void schedule_knowsTimeOnly() {
    noClasses()
        .that()
        .resideInAPackage(INTERNAL + ".schedule")
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "are of the producer, but neither here nor the ticker",
                type ->
                    type.getPackageName().startsWith(PRODUCER)
                        && !type.getPackageName().equals(INTERNAL + ".schedule")
                        && !type.getName().equals(INTERNAL + ".Ticker")))
        .check(CLASSES);
  }

  @Test
  void internalRooms_knowOfTheFaceItsValuesOnly() {
    noClasses()
        .that()
        .resideInAPackage(INTERNAL + "..")
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "are more than values",
                type ->
                    type.getPackageName().equals(PRODUCER)
                        && VALUES.stream().noneMatch(type.getBaseComponentType()::isEquivalentTo)))
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage(INTERNAL + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(PRODUCER + ".aws..", PRODUCER + ".micrometer..")
        .check(CLASSES);
  }

  @Test
  void internalRooms_haveNoCircles() {
    slices().matching(INTERNAL + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage(INTERNAL + ".memory")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(INTERNAL + ".durable", INTERNAL + ".encoding", INTERNAL + ".delivery")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAnyPackage(INTERNAL + ".durable", INTERNAL + ".encoding")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(INTERNAL + ".delivery")
        .check(CLASSES);
  }

  /** Other modules have the same rule for what they import. */
  @Test
  void internalRooms_areKnownToThisModuleOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            PRODUCER, PRODUCER + ".aws..", PRODUCER + ".micrometer..", INTERNAL + "..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(INTERNAL + "..")
        .check(
            new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.github.kinesisetl"));
  }

  @Test
  void classes_haveFewFields() {
    classes().should(haveFewFields()).check(CLASSES);
  }

  @Test
  void packages_haveFewClasses() {
    Map<String, Long> sizes =
        CLASSES.stream()
            .filter(JavaClass::isTopLevelClass)
            .filter(type -> !type.getSimpleName().equals("package-info"))
            .collect(groupingBy(JavaClass::getPackageName, counting()));
    assertThat(sizes).hasSizeGreaterThan(7);
    sizes.forEach((name, size) -> assertThat(size).as(name).isLessThanOrEqualTo(MAX_CLASSES));
  }

  @Test
  void publicInterfacesOfManyImplementations_haveAContract() {
    JavaClasses all = new ClassFileImporter().importPackages(PRODUCER);
    Set<String> tests = all.stream().map(JavaClass::getSimpleName).collect(Collectors.toSet());
    List<JavaClass> many =
        CLASSES.stream()
            .filter(JavaClass::isInterface)
            .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
            .filter(type -> !type.getPackageName().startsWith(INTERNAL))
            .filter(type -> !isSealedOutcome(type))
            .filter(type -> implementations(type) > 1)
            .toList();
    assertThat(many).isNotEmpty();
    for (JavaClass type : many) {
      String contract = CONTRACTS.get(type.reflect());
      assertThat(contract).as("the contract of " + type.getName()).isNotNull().isIn(tests);
    }
  }

  /** Their implementations are values. */
  private static boolean isSealedOutcome(JavaClass type) {
    return type.getSubclasses().stream().allMatch(JavaClass::isRecord) && type.reflect().isSealed();
  }

  private static long implementations(JavaClass type) {
    return type.getAllSubclasses().stream().filter(sub -> !sub.isInterface()).count();
  }

  private static ArchCondition<JavaClass> haveFewFields() {
    return new ArchCondition<>("have at most " + MAX_FIELDS + " instance fields") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        long fields =
            type.getFields().stream()
                .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
                .filter(field -> !field.getModifiers().contains(JavaModifier.SYNTHETIC))
                .count();
        if (fields > MAX_FIELDS) {
          events.add(
              SimpleConditionEvent.violated(type, type.getName() + " has " + fields + " fields"));
        }
      }
    };
  }
}
