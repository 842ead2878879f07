// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * What a scripted service does with the items of a contract, which it knows by {@code "i-<number>"}
 * in their text. Safe for use by many threads.
 */
final class Script {

  private static final Pattern NUMBER = Pattern.compile("\\bi-(\\d+)\\b");

  final AtomicInteger requests = new AtomicInteger();
  private final String refusal;
  private volatile int status; // that all requests get; 0 for none
  private volatile Set<Integer> refused = Set.of();
  private volatile Set<Integer> busy = Set.of();

  /**
   * A service that works.
   *
   * @param refusal its code for what it can never take
   */
  Script(String refusal) {
    this.refusal = refusal;
  }

  /** The number of the item that a text is of. */
  static int number(String text) {
    Matcher number = NUMBER.matcher(text);
    if (!number.find()) {
      throw new IllegalArgumentException("no item of a contract");
    }
    return Integer.parseInt(number.group(1));
  }

  /** The numbers of all items in a text. */
  static List<Integer> numbers(String text) {
    return NUMBER.matcher(text).results().map(r -> Integer.parseInt(r.group(1))).toList();
  }

  void down() {
    status = 503;
  }

  void deny() {
    status = 403;
  }

  void refuseRequestsWith(Set<Integer> items) {
    refused = Set.copyOf(items);
  }

  void busyWith(Set<Integer> items) {
    busy = Set.copyOf(items);
  }

  void recover() {
    status = 0;
    refused = Set.of();
    busy = Set.of();
  }

  boolean isBusyWith(int item) {
    return busy.contains(item);
  }

  /** Counts a request; the HTTP status that it fails with as a whole, if it does. */
  Optional<Integer> failure(Collection<Integer> items) {
    requests.incrementAndGet();
    if (status > 0) {
      return Optional.of(status);
    }
    return Collections.disjoint(items, refused) ? Optional.empty() : Optional.of(400);
  }

  /** The same, thrown as a client of the SDK does. */
  void enter(Collection<Integer> items) {
    failure(items)
        .ifPresent(failed -> {
          throw AwsServiceException.builder()
              .statusCode(failed)
              .awsErrorDetails(AwsErrorDetails.builder().errorCode(code(failed)).build())
              .build();
        });
  }

  String code(int failed) {
    return switch (failed) {
      case 403 -> "AccessDeniedException";
      case 503 -> "ServiceUnavailable";
      default -> refusal;
    };
  }
}
