// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.enrich;

import static java.util.Objects.requireNonNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Search engines and social networks by host, from a resource that says where it comes from. */
final class ReferrerTable {
  private static final String RESOURCE = "referrers.tsv";
  private static final Set<String> SEARCHING = Set.of("www", "m", "search", "images", "www.images");

  private final Map<String, Site> sites = new HashMap<>();

  private ReferrerTable(BufferedReader lines) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (!line.startsWith("#")) {
        String[] cells = line.split("\t", -1);
        String parameters = cells[3];
        List<String> terms = parameters.isEmpty() ? List.of() : List.of(parameters.split(" ", -1));
        sites.put(cells[1], new Site(cells[0], cells[2], terms));
      }
    }
  }

  static ReferrerTable bundled() {
    return Bundled.TABLE;
  }

  /**
   * Looks for the host, then for each domain above it, first as it is, then with {@code *} in place
   * of a country's ending. Below a search engine's host lie mail, maps and sign-in pages too, so
   * only names that search count there.
   */
  @Nullable Site find(String host) {
    String found = domainOf(host);
    Site site = found == null ? null : siteAt(found);
    boolean isOfEngine = site != null && site.medium.equals("search");
    return isOfEngine && !searches(host, requireNonNull(found)) ? null : site;
  }

  private @Nullable String domainOf(String host) {
    for (String domain = host; domain.indexOf('.') > 0; ) {
      if (siteAt(domain) != null) {
        return domain;
      }
      domain = domain.substring(domain.indexOf('.') + 1);
    }
    return null;
  }

  private @Nullable Site siteAt(String domain) {
    Site site = sites.get(domain);
    int dot = domain.indexOf('.');
    return site == null && isEnding(domain.substring(dot + 1))
        ? sites.get(domain.substring(0, dot) + ".*")
        : site;
  }

  /** Whether what stands before an engine's domain names a search, or a country's. */
  private static boolean searches(String host, String domain) {
    if (host.equals(domain)) {
      return true;
    }
    String before = host.substring(0, host.length() - domain.length() - 1);
    if (SEARCHING.contains(before)) {
      return true;
    }
    boolean isBelowSearch = domain.startsWith("search.") || before.endsWith(".search");
    int dot = before.indexOf('.');
    return isBelowSearch && (dot < 0 ? before.length() : dot) <= 2;
  }

  /** Whether this can follow a brand: {@code fr}, {@code com}, {@code co.uk}, {@code com.br}. */
  private static boolean isEnding(String text) {
    int dot = text.indexOf('.');
    if (dot < 0) {
      return text.length() == 2 || text.equals("com");
    }
    boolean isSecondLevel = dot == 2 || text.startsWith("com.");
    return isSecondLevel && text.length() - dot - 1 == 2;
  }

  /**
   * One site.
   *
   * @param medium search or social
   * @param name what people call it
   * @param termParameters where a search engine keeps what was searched for, in this order
   */
  record Site(String medium, String name, List<String> termParameters) {}

  private static final class Bundled {
    static final ReferrerTable TABLE = load();

    private static ReferrerTable load() {
      try (InputStream resource = ReferrerTable.class.getResourceAsStream(RESOURCE)) {
        if (resource == null) {
          throw new IllegalStateException("resource " + RESOURCE + " is not beside its class");
        }
        return new ReferrerTable(
            new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
