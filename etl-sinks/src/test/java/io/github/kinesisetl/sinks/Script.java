// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks;

import java.io.IOException;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;

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
  private volatile @Nullable Random chance; // of faults; null for none

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

  /** From now on, each request meets a fault or none. */
  void playFaults(Random random) {
    chance = random;
  }

  void recover() {
    chance = null;
    status = 0;
    refused = Set.of();
    busy = Set.of();
  }

  boolean isDown() {
    return status == 503;
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
    if (!Collections.disjoint(items, refused)) {
      return Optional.of(400);
    }
    Random faults = chance;
    if (faults == null) {
      return Optional.empty();
    }
    busy = someOf(items, faults);
    return switch (faults.nextInt(8)) {
      case 0 -> Optional.of(429);
      case 1 -> Optional.of(500);
      case 2 -> Optional.of(503);
      default -> Optional.empty();
    };
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
    if (losesAnswer()) {
      throw oddAnswer();
    }
  }

  /** Called when the service has taken a request: its answer may be lost. */
  void leave() {
    if (losesAnswer()) {
      throw oddAnswer();
    }
  }

  /** Whether the connection is closed now. */
  boolean losesAnswer() {
    Random faults = chance;
    return faults != null && faults.nextInt(8) == 0;
  }

  private RuntimeException oddAnswer() {
    Random faults = chance;
    return switch (faults == null ? 0 : faults.nextInt(4)) {
      case 0 -> ApiCallTimeoutException.create(1);
      case 1 -> SdkClientException.create("reset", new IOException("Connection reset"));
      case 2 -> SdkClientException.create("Unable to unmarshall response: unexpected '<'");
      default -> new IllegalStateException("Connection pool shut down");
    };
  }

  private static Set<Integer> someOf(Collection<Integer> items, Random random) {
    Set<Integer> some = new HashSet<>();
    if (random.nextInt(3) == 0) {
      items.stream().filter(item -> random.nextBoolean()).forEach(some::add);
    }
    return some;
  }

  String code(int failed) {
    return switch (failed) {
      case 403 -> "AccessDeniedException";
      case 429 -> "ThrottlingException";
      case 500 -> "InternalFailure";
      case 503 -> "ServiceUnavailable";
      default -> refusal;
    };
  }
}
