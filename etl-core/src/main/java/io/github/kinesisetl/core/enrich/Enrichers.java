// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.enrich;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The enrichers that are built in. A field is a name, or a JSON pointer that starts with {@code /};
 * objects on the way to an output are made. All are safe for use by many threads, throw for no
 * input, and never quote a value in a reason.
 *
 * @since 0.1.0
 */
public final class Enrichers {
  private Enrichers() {}

  /**
   * {@link #referrer(String, String, Set)} from {@code referrer} to {@code /enriched/referrer}.
   *
   * @param ownHosts hosts that count as internal, subdomains included
   * @return the enricher
   */
  public static Enricher referrer(Set<String> ownHosts) {
    return referrer("referrer", "/enriched/referrer", ownHosts);
  }

  /**
   * Tells where a visitor came from, by a small table of search engines and social networks.
   *
   * <p>Adds {@code medium} ({@code search}, {@code social}, {@code internal} or {@code other}),
   * {@code host}, and where known {@code source} (the name) and {@code term} (what was searched
   * for).
   *
   * @param input the field with the referring URL
   * @param output where the object goes
   * @param ownHosts hosts that count as internal, subdomains included
   * @return the enricher
   */
  public static Enricher referrer(String input, String output, Set<String> ownHosts) {
    return new ReferrerEnricher(FieldPath.of(input), FieldPath.of(output), ownHosts);
  }

  /**
   * {@link #campaign(String, String)} from {@code url} to {@code /enriched/campaign}.
   *
   * @return the enricher
   */
  public static Enricher campaign() {
    return campaign("url", "/enriched/campaign");
  }

  /**
   * Reads the marketing parameters of a page's URL: {@code utm_*} and the click ids of advertising
   * networks.
   *
   * <p>Adds those of {@code source}, {@code medium}, {@code name}, {@code term}, {@code content},
   * {@code id}, {@code click_id} and {@code network} that are there, each of at most 512
   * characters.
   *
   * @param input the field with the URL, absolute or from its path on
   * @param output where the object goes
   * @return the enricher
   */
  public static Enricher campaign(String input, String output) {
    return new CampaignEnricher(FieldPath.of(input), FieldPath.of(output));
  }

  /**
   * {@link #anonymizedIp(String, String, int, int)} of {@code ip} in place: the last octet of IPv4
   * goes, and all but the first three groups of IPv6.
   *
   * @return the enricher
   */
  public static Enricher anonymizedIp() {
    return anonymizedIp("ip", "ip", 1, 3);
  }

  /**
   * Sets the end of an address to zero. What is no address counts as missing; if it stands in the
   * output field it becomes null, since it cannot be made anonymous.
   *
   * @param input the field with an IPv4 or IPv6 address in text form; no name is ever resolved
   * @param output where the shortened address goes, in the form of RFC 5952
   * @param ipv4OctetsCut how many octets become zero, 1 to 4
   * @param ipv6GroupsKept how many groups of 16 bits are kept, 0 to 7
   * @return the enricher
   */
  public static Enricher anonymizedIp(
      String input, String output, int ipv4OctetsCut, int ipv6GroupsKept) {
    if (ipv4OctetsCut < 1 || ipv4OctetsCut > 4) {
      throw new IllegalArgumentException("ipv4OctetsCut must be 1 to 4, but is " + ipv4OctetsCut);
    }
    if (ipv6GroupsKept < 0 || ipv6GroupsKept > 7) {
      throw new IllegalArgumentException("ipv6GroupsKept must be 0 to 7, but is " + ipv6GroupsKept);
    }
    return new IpEnricher(
        FieldPath.of(input), FieldPath.of(output), 4 - ipv4OctetsCut, ipv6GroupsKept);
  }

  /**
   * Adds what reference data says of a key, and stamps the edition that said so.
   *
   * @param key the field with the key: text, number or boolean
   * @param output where the object goes
   * @param version where the edition's version goes
   * @param lookup the reference data
   * @return the enricher
   */
  public static Enricher table(
      String key, String output, String version, Lookup<String, ObjectNode> lookup) {
    return new TableEnricher(
        FieldPath.of(key),
        FieldPath.of(output),
        FieldPath.of(version),
        requireNonNull(lookup, "lookup"));
  }

  /**
   * Gives a step a deadline of its own, or the event's if that is nearer. Nobody enforces it but
   * the step; see {@link EnrichmentGraph}.
   *
   * @param timeout how long the step may take; not negative
   * @param ticker nanoseconds of a clock that never goes back, such as {@code System::nanoTime}
   * @param enricher the step
   * @return the step with its deadline
   */
  public static Enricher within(Duration timeout, LongSupplier ticker, Enricher enricher) {
    if (timeout.isNegative()) {
      throw new IllegalArgumentException("timeout must be 0 or more, but is " + timeout);
    }
    requireNonNull(enricher, "enricher");
    return (event, deadline) -> {
      Duration left = deadline.remaining();
      return enricher.enrich(
          event, left.compareTo(timeout) < 0 ? deadline : Deadline.in(timeout, ticker));
    };
  }
}
