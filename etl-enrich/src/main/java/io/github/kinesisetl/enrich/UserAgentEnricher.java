// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.enrich;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.kinesisetl.core.enrich.Deadline;
import io.github.kinesisetl.core.enrich.Enricher;
import io.github.kinesisetl.core.enrich.Enrichment;
import io.github.kinesisetl.core.enrich.FieldPath;
import io.github.kinesisetl.core.enrich.Texts;
import org.jspecify.annotations.Nullable;
import ua_parser.Client;
import ua_parser.Parser;

/** Parses user agents with uap-java, once for each text as long as the cache remembers it. */
final class UserAgentEnricher implements Enricher {
  /** The patterns backtrack: the text's length bounds what a hostile one can cost. */
  private static final int MAX_CHARS = 512;

  private final FieldPath input;
  private final FieldPath output;
  private final Cache<String, Facts> known;

  UserAgentEnricher(FieldPath input, FieldPath output, int maxCached) {
    if (maxCached < 1) {
      throw new IllegalArgumentException("maxCached must be 1 or more, but is " + maxCached);
    }
    this.input = input;
    this.output = output;
    // Evicting on the calling thread keeps the bound hard and needs no thread.
    this.known = Caffeine.newBuilder().maximumSize(maxCached).executor(Runnable::run).build();
  }

  @Override
  public Enrichment enrich(ObjectNode event, Deadline deadline) {
    String text = input.textIn(event);
    if (text == null) {
      return input.noText();
    }
    String bounded = Texts.cut(text, MAX_CHARS);
    Facts facts = known.get(bounded, Facts::parse);
    return output.enrich(event, facts.toJson());
  }

  private record Facts(
      String browser,
      @Nullable String browserVersion,
      String os,
      @Nullable String osVersion,
      String device) {

    static Facts parse(String text) {
      Client client = Patterns.PARSER.parse(text);
      return new Facts(
          known(client.userAgent.family),
          version(client.userAgent.major, client.userAgent.minor),
          known(client.os.family),
          version(client.os.major, client.os.minor),
          known(client.device.family));
    }

    private static String known(@Nullable String family) {
      return family == null ? "Other" : family;
    }

    private static @Nullable String version(@Nullable String major, @Nullable String minor) {
      return major == null || minor == null ? major : major + "." + minor;
    }

    ObjectNode toJson() {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.put("browser", browser);
      if (browserVersion != null) {
        json.put("browser_version", browserVersion);
      }
      json.put("os", os);
      if (osVersion != null) {
        json.put("os_version", osVersion);
      }
      return json.put("device", device);
    }
  }

  /** Loads the patterns when the first text is parsed, and once for all enrichers. */
  private static final class Patterns {
    static final Parser PARSER = new Parser();
  }
}
