// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.enrich;

import io.github.kinesisetl.core.enrich.Enricher;
import io.github.kinesisetl.core.enrich.FieldPath;

/**
 * What user agents tell of browser, operating system and device, through uap-java.
 *
 * @since 0.1.0
 */
public final class UserAgents {
  private UserAgents() {}

  /**
   * {@link #enricher(String, String, int)} from {@code user_agent} to {@code /enriched/user_agent}
   * with 10,000 cached texts.
   *
   * @return the enricher
   */
  public static Enricher enricher() {
    return enricher("user_agent", "/enriched/user_agent", 10_000);
  }

  /**
   * Tells browser, operating system and device from a user agent. The first event loads the
   * patterns (about 0.5 s of CPU); a text that is not cached costs about a millisecond, or up to
   * some 45 when it is made to be slow, and one that is about 2 microseconds. Safe for use by many
   * threads.
   *
   * <p>Adds {@code browser}, {@code browser_version}, {@code os}, {@code os_version}, {@code
   * device}; what the patterns do not know is {@code Other}, a version without number is left out.
   *
   * @param input the field with the text, a name or a JSON pointer that starts with {@code /}; only
   *     its first 512 characters are looked at
   * @param output where the object goes, named likewise
   * @param maxCached the hard bound on cached texts; 1 or more; an entry takes up to 1.5 KB
   * @return the enricher
   * @throws IllegalArgumentException if maxCached is less than 1, or a field is empty or too deep
   */
  public static Enricher enricher(String input, String output, int maxCached) {
    return new UserAgentEnricher(FieldPath.of(input), FieldPath.of(output), maxCached);
  }
}
