// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.NodeList;

/** How large a class and a room may be, in every module, and what replaceable parts keep to. */
class HouseTest {

  private static final int MAX_FIELDS = 12;
  private static final int MAX_FILES = 25;

  /** Classes with more fields, and why. */
  private static final Map<String, String> MANY_FIELDS =
      Map.of(
          "io.github.kinesisetl.benchmarks.race.lambda.OrderEvent",
          "the fields of the race's event, which the contestants share");

  /** Interfaces with several implementations and no contract of their own, and why. */
  private static final Map<String, String> WITHOUT_CONTRACT =
      Map.of(
          "io.github.kinesisetl.producer.spi.ShardDirectory",
          "RecordSenderContract asks it beside the sender that it belongs to",
          "io.github.kinesisetl.local.service.Service",
          "each of the services has a contract of its own, which a server of others' passes too");

  /** Packages with more files, and why. */
  private static final Map<String, String> MANY_FILES =
      Map.of(
          "io.github.kinesisetl.quickstart",
          "an example is copied as a whole, and read from its main class on");

  /** Which of the project's modules each one needs. */
  private static final Map<String, Set<String>> ARROWS =
      Map.ofEntries(
          Map.entry("etl-core", Set.of()),
          Map.entry("etl-engine", Set.of("etl-core")),
          Map.entry("etl-enrich", Set.of("etl-core")),
          Map.entry("etl-producer", Set.of("etl-core")),
          Map.entry("etl-producer-kpl", Set.of("etl-producer")),
          Map.entry("etl-sinks", Set.of("etl-engine", "etl-producer")),
          Map.entry("etl-testing", Set.of("etl-engine", "etl-producer")),
          Map.entry("etl-lambda-adapters", Set.of("etl-engine", "etl-enrich", "etl-sinks")),
          Map.entry("etl-lambda-runtime", Set.of()),
          Map.entry("etl-local", Set.of()),
          Map.entry("etl-local-services", Set.of("etl-local")),
          Map.entry(
              "etl-cli",
              Set.of("etl-core", "etl-local", "etl-local-services", "etl-producer", "etl-sinks")));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.github.kinesisetl");

  @Test
  void classes_haveFewFields() {
    List<String> over = new ArrayList<>();
    for (JavaClass type : CLASSES) {
      long fields = type.getFields().stream().filter(HouseTest::isOfInstance).count();
      if (fields > MAX_FIELDS
          && !MANY_FIELDS.containsKey(type.getName())
          && !type.getPackageName().endsWith("jmh_generated")) {
        over.add(type.getName() + " has " + fields);
      }
    }
    assertThat(over).as("classes of more than %d instance fields", MAX_FIELDS).isEmpty();
  }

  @Test
  void packages_haveFewFiles() throws IOException {
    Map<String, Integer> files = new TreeMap<>();
    for (SourceTree.Source source : SourceTree.main()) {
      if (!source.simpleName().equals("package-info")) {
        files.merge(source.packageName(), 1, Integer::sum);
      }
    }
    files.values().removeIf(count -> count <= MAX_FILES);
    files.keySet().removeAll(MANY_FILES.keySet());
    assertThat(files).as("packages of more than %d files", MAX_FILES).isEmpty();
  }

  @Test
  void packages_lieInOneModule() throws IOException {
    Map<String, Set<String>> modules = new TreeMap<>();
    for (SourceTree.Source source : SourceTree.main()) {
      modules.computeIfAbsent(source.packageName(), unused -> new TreeSet<>()).add(source.module());
    }
    modules.values().removeIf(some -> some.size() == 1);
    assertThat(modules).as("packages in several modules").isEmpty();
  }

  @Test
  void modules_knowOnlyThoseBelow() throws Exception {
    Map<String, Set<String>> known = new TreeMap<>();
    for (String module : ARROWS.keySet()) {
      known.put(module, dependencies(SourceTree.ROOT.resolve(module).resolve("pom.xml")));
    }
    assertThat(known).isEqualTo(new TreeMap<>(ARROWS));
  }

  @Test
  void replaceableParts_haveAContract() throws IOException {
    Set<String> contracts = new TreeSet<>();
    for (SourceTree.Source source : SourceTree.all()) {
      if (source.simpleName().endsWith("Contract")) {
        contracts.add(source.simpleName());
      }
    }
    Map<String, Set<String>> without = new TreeMap<>();
    for (JavaClass type : CLASSES) {
      if (isReplaceable(type)
          && !contracts.contains(type.getSimpleName() + "Contract")
          && !WITHOUT_CONTRACT.containsKey(type.getName())) {
        Set<String> implementations = implementations(type);
        if (implementations.size() > 1) {
          without.put(type.getName(), implementations);
        }
      }
    }
    assertThat(without).as("interfaces of several implementations without a contract").isEmpty();
  }

  @Test
  void exceptions_areStillNeeded() {
    for (String name : MANY_FIELDS.keySet()) {
      assertThat(CLASSES.get(name).getFields().stream().filter(HouseTest::isOfInstance).count())
          .as(name)
          .isGreaterThan(MAX_FIELDS);
    }
    for (String name : WITHOUT_CONTRACT.keySet()) {
      assertThat(implementations(CLASSES.get(name))).as(name).hasSizeGreaterThan(1);
    }
  }

  /** Public, and open to others: a sealed interface's kinds are values of its own. */
  private static boolean isReplaceable(JavaClass type) {
    return type.isInterface()
        && type.isTopLevelClass()
        && type.getModifiers().contains(JavaModifier.PUBLIC)
        && !type.getPackageName().contains(".internal")
        && !type.getPackageName().contains(".benchmarks")
        && !type.reflect().isSealed();
  }

  private static Set<String> implementations(JavaClass type) {
    Set<String> names = new TreeSet<>();
    for (JavaClass implementation : type.getAllSubclasses()) {
      if (!implementation.isInterface()
          && !implementation.isAnonymousClass()
          && !implementation.getPackageName().contains(".benchmarks")
          && !implementation.getPackageName().contains(".quickstart")
          && !implementation.getPackageName().contains(".testing")) {
        names.add(implementation.getSimpleName());
      }
    }
    return names;
  }

  /** The project's modules that a module needs, not only for its tests. */
  private static Set<String> dependencies(Path pom) throws Exception {
    var dependencies =
        (NodeList)
            XPathFactory.newInstance()
                .newXPath()
                .evaluate(
                    "/project/dependencies/dependency[not(scope='test')]"
                        + "/artifactId[starts-with(., 'etl-')]",
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile()),
                    XPathConstants.NODESET);
    Set<String> names = new TreeSet<>();
    for (int i = 0; i < dependencies.getLength(); i++) {
      names.add(dependencies.item(i).getTextContent());
    }
    return names;
  }

  private static boolean isOfInstance(JavaField field) {
    return !field.getModifiers().contains(JavaModifier.STATIC)
        && !field.getModifiers().contains(JavaModifier.SYNTHETIC);
  }
}
