// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** How large a class and a room may be; the modules beside etl-local keep to it, too. */
public final class HouseRules {

  private static final int MAX_FIELDS = 12;
  private static final int MAX_FILES = 25;

  private HouseRules() {}

  /**
   * A class with more fields has several lives.
   *
   * @return the rule
   */
  public static ArchRule fieldsOfAClass() {
    return classes()
        .should(
            new ArchCondition<>("have at most " + MAX_FIELDS + " instance fields") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                long fields = type.getFields().stream().filter(HouseRules::isOfInstance).count();
                if (fields > MAX_FIELDS) {
                  events.add(
                      SimpleConditionEvent.violated(
                          type, type.getName() + " has " + fields + " instance fields"));
                }
              }
            });
  }

  /**
   * A package with more files has no inner walls.
   *
   * @return the rule
   */
  public static ArchRule filesOfAPackage() {
    return classes()
        .should(
            new ArchCondition<>("reside in packages of at most " + MAX_FILES + " files") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                long files =
                    type.getPackage().getClasses().stream()
                        .flatMap(other -> other.getSource().stream())
                        .flatMap(source -> source.getFileName().stream())
                        .filter(name -> !name.equals("package-info.java"))
                        .distinct()
                        .count();
                if (files > MAX_FILES) {
                  events.add(
                      SimpleConditionEvent.violated(
                          type, type.getPackageName() + " has " + files + " files"));
                }
              }
            });
  }

  private static boolean isOfInstance(JavaField field) {
    return !field.getModifiers().contains(JavaModifier.STATIC)
        && !field.getModifiers().contains(JavaModifier.SYNTHETIC);
  }
}
