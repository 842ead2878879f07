// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a producer that properties or the environment hold, by the names of the options.
 * Not safe for use by many threads.
 */
public final class Settings {

  private static final String PROPERTY_PREFIX = "kinesisetl.producer.";
  private static final String VARIABLE_PREFIX = "KINESISETL_PRODUCER_";

  private final boolean isEnvironment;
  private final Map<String, String> left = new TreeMap<>();

  private Settings(boolean isEnvironment, Map<String, String> texts) {
    this.isEnvironment = isEnvironment;
    String prefix = isEnvironment ? VARIABLE_PREFIX : PROPERTY_PREFIX;
    texts.forEach((key, text) -> {
      if (key.startsWith(prefix)) {
        left.put(key, text.trim());
      }
    });
  }

  /**
   * Settings by keys such as {@code kinesisetl.producer.maxBufferedBytes} or {@code
   * kinesisetl.producer.max-buffered-bytes}.
   *
   * @param properties keys and values; those without the prefix are left alone
   * @return the settings
   */
  public static Settings ofProperties(Map<String, String> properties) {
    return new Settings(false, properties);
  }

  /**
   * Settings by variables such as {@code KINESISETL_PRODUCER_MAX_BUFFERED_BYTES}.
   *
   * @param environment names and values; those without the prefix are left alone
   * @return the settings
   */
  public static Settings ofEnvironment(Map<String, String> environment) {
    return new Settings(true, environment);
  }

  /**
   * The key of a property.
   *
   * @param name the option's name
   * @return such as {@code kinesisetl.producer.maxBufferedBytes}
   */
  public static String property(String name) {
    return PROPERTY_PREFIX + name;
  }

  /**
   * The name of an environment variable.
   *
   * @param name the option's name
   * @return such as {@code KINESISETL_PRODUCER_MAX_BUFFERED_BYTES}
   */
  public static String variable(String name) {
    return VARIABLE_PREFIX + separated(name, "_").toUpperCase(Locale.ROOT);
  }

  /**
   * Takes what an option is set to.
   *
   * @param name the option's name
   * @return the key that sets it, in its own spelling, and its text without blanks around it; null
   *     if nothing sets it
   * @throws IllegalArgumentException if it is set in two spellings
   */
  public @Nullable Setting take(String name) {
    Setting found = null;
    for (String key : spellings(name)) {
      String text = left.remove(key);
      if (text != null && found != null) {
        throw new IllegalArgumentException(
            "%s and %s set the same; leave one away".formatted(found.key(), key));
      }
      found = text == null ? found : new Setting(key, text);
    }
    return found;
  }

  /**
   * Refuses what nobody took.
   *
   * @param known the names of all options
   * @throws IllegalArgumentException if a key is left; the message names it and the nearest option
   */
  public void requireAllTaken(Collection<String> known) {
    if (left.isEmpty()) {
      return;
    }
    String key = left.keySet().iterator().next();
    String nearest =
        known.stream()
            .map(name -> isEnvironment ? variable(name) : property(name))
            .min(Comparator.comparingInt(name -> distance(bare(key), bare(name))))
            .orElseThrow();
    throw new IllegalArgumentException("%s is no option; did you mean %s?".formatted(key, nearest));
  }

  private List<String> spellings(String name) {
    if (isEnvironment) {
      return List.of(variable(name));
    }
    List<String> spellings = new ArrayList<>(List.of(property(name)));
    String kebab = separated(name, "-").toLowerCase(Locale.ROOT);
    if (!kebab.equals(name)) {
      spellings.add(property(kebab));
    }
    return spellings;
  }

  private static String separated(String name, String separator) {
    return name.replaceAll("([A-Z])", separator + "$1");
  }

  /** A name that was not written to its end is nearest. */
  private static int distance(String key, String known) {
    return known.startsWith(key) ? 0 : EditDistance.between(key, known);
  }

  /** Without what people write in different ways. */
  private static String bare(String key) {
    return key.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  /**
   * An option that is set.
   *
   * @param key the key or variable
   * @param text its value
   */
  public record Setting(String key, String text) {

    /**
     * Tells what is wrong with the value.
     *
     * @param cause what is
     * @return an exception that names key, value and cause
     */
    public IllegalArgumentException refused(IllegalArgumentException cause) {
      return new IllegalArgumentException(
          "%s=%s: %s".formatted(key, text, cause.getMessage()), cause);
    }
  }
}
