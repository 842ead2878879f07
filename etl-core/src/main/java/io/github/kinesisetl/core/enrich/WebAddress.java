// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.enrich;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a URL that matter here, as browsers read them: a backslash is a slash, tabs and line
 * breaks are not there. Forgiving where {@link java.net.URI} is not: real referrers hold spaces,
 * pipes and broken escapes.
 *
 * @param host in lower case, without port and user; empty if the URL starts with its path
 * @param query without its question mark; empty if there is none
 */
record WebAddress(String host, String query) {
  private static final int MAX_CHARS = 8_192;
  private static final int MAX_HOST_CHARS = 253;
  private static final int MAX_VALUE_CHARS = 512;

  /** Reads an http or https URL, or one that starts with its path; null for anything else. */
  static @Nullable WebAddress parse(String given) {
    if (given.length() > MAX_CHARS) {
      return null;
    }
    String text = withoutBreaks(given);
    int fragment = text.indexOf('#');
    String url = fragment < 0 ? text : text.substring(0, fragment);
    int question = url.indexOf('?');
    String query = question < 0 ? "" : url.substring(question + 1);
    String front = (question < 0 ? url : url.substring(0, question)).replace('\\', '/');
    if (front.startsWith("/") && !front.startsWith("//")) {
      return new WebAddress("", query);
    }
    int scheme = front.indexOf("://");
    if (scheme < 0 || !isHttp(front.substring(0, scheme))) {
      return null;
    }
    String host = host(front.substring(scheme + 3));
    return host == null ? null : new WebAddress(host, query);
  }

  private static String withoutBreaks(String text) {
    boolean hasBreak = text.chars().anyMatch(c -> c == '\t' || c == '\n' || c == '\r');
    return hasBreak ? text.replaceAll("[\\t\\n\\r]", "") : text;
  }

  private static boolean isHttp(String scheme) {
    return scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https");
  }

  private static @Nullable String host(String rest) {
    int slash = rest.indexOf('/');
    String authority = slash < 0 ? rest : rest.substring(0, slash);
    String hostAndPort = authority.substring(authority.lastIndexOf('@') + 1);
    int colon = hostAndPort.startsWith("[") ? -1 : hostAndPort.indexOf(':');
    String host = colon < 0 ? hostAndPort : hostAndPort.substring(0, colon);
    String bare = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    boolean isPlausible =
        !bare.isEmpty() && bare.length() <= MAX_HOST_CHARS && bare.indexOf(' ') < 0;
    return isPlausible ? bare.toLowerCase(Locale.ROOT) : null;
  }

  /** The first value of a parameter, decoded and cut to 512 characters, or null. */
  @Nullable String parameter(String name) {
    int start = 0;
    while (start <= query.length()) {
      int end = query.indexOf('&', start);
      end = end < 0 ? query.length() : end;
      if (query.startsWith(name + "=", start) && start + name.length() + 1 < end) {
        return decoded(query.substring(start + name.length() + 1, end));
      }
      start = end + 1;
    }
    return null;
  }

  private static @Nullable String decoded(String value) {
    String text;
    try {
      text = URLDecoder.decode(value, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      text = value; // a broken escape: as it stands says more than nothing
    }
    String bounded = Texts.cut(text, MAX_VALUE_CHARS);
    return bounded.isBlank() ? null : bounded.strip();
  }

  /** Whether the host is this one or lies below it. */
  boolean isWithin(String domain) {
    return host.equals(domain) || host.endsWith("." + domain);
  }
}
