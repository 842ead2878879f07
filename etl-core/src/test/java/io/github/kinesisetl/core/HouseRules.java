// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.function.Function;

/**
 * How large a class and a room may be, and what interfaces owe to whoever implements them.
 * etl-local has the first two, too: core's tests are run alone, so they depend on no other module.
 */
final class HouseRules {

  private static final int MAX_FIELDS = 12;
  private static final int MAX_FILES = 25;

  private HouseRules() {}

  /** A class with more fields has several lives. */
  static ArchRule fieldsOfAClass() {
    return rule(
        "have at most " + MAX_FIELDS + " instance fields",
        type -> type.getFields().stream().filter(HouseRules::isOfInstance).count() <= MAX_FIELDS);
  }

  /** A package with more files has no inner walls. */
  static ArchRule filesOfAPackage() {
    return rule(
        "reside in packages of at most " + MAX_FILES + " files",
        type ->
            type.getPackage().getClasses().stream()
                    .flatMap(other -> other.getSource().stream())
                    .flatMap(source -> source.getFileName().stream())
                    .filter(name -> !name.equals("package-info.java"))
                    .distinct()
                    .count()
                <= MAX_FILES);
  }

  /**
   * What two classes implement, a third will: a class {@code …Contract} beside the tests tells it
   * what to keep to. Sealed interfaces are left out, for nobody else can implement them.
   *
   * @param elsewhere interfaces whose contract stands elsewhere
   */
  static ArchRule contractOfAnInterface(Set<String> elsewhere) {
    return rule(
        "have a contract if two classes implement them",
        type ->
            !isOpen(type)
                || implementations(type) < 2
                || elsewhere.contains(type.getSimpleName())
                || isThere(type.getName() + "Contract"));
  }

  private static ArchRule rule(String description, Function<JavaClass, Boolean> keeps) {
    return classes()
        .should(
            new ArchCondition<>(description) {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                if (!keeps.apply(type)) {
                  events.add(
                      SimpleConditionEvent.violated(
                          type, type.getName() + " does not " + description));
                }
              }
            });
  }

  private static boolean isOpen(JavaClass type) {
    return type.isInterface()
        && type.getModifiers().contains(JavaModifier.PUBLIC)
        && !type.getPackageName().endsWith(".internal")
        && !type.reflect().isSealed();
  }

  private static long implementations(JavaClass type) {
    return type.getAllSubclasses().stream().filter(sub -> !sub.isInterface()).count();
  }

  private static boolean isThere(String className) {
    try {
      Class<?> unused = Class.forName(className);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private static boolean isOfInstance(JavaField field) {
    return !field.getModifiers().contains(JavaModifier.STATIC)
        && !field.getModifiers().contains(JavaModifier.SYNTHETIC);
  }
}
