// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.cli.replay;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.sinks.S3Sink;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The objects below a prefix, oldest first, in bounded memory: only so many of the oldest are held,
 * and the prefix is listed again for those behind them. Not safe for use by many threads.
 */
final class ObjectListing {

  /** Some 20 MB of keys. */
  static final int MAX_HELD = 50_000;

  private static final Comparator<S3Object> OLDEST_FIRST =
      Comparator.comparing(S3Object::lastModified).thenComparing(S3Object::key);

  private final S3Client client;
  private final S3Sink.Location location;
  private final Instant until;
  private final int maxHeld;
  private final Deque<S3Object> held = new ArrayDeque<>();
  private @Nullable S3Object last;
  private boolean hasMore = true;

  ObjectListing(S3Client client, S3Sink.Location location, Instant until, int maxHeld) {
    this.client = client;
    this.location = location;
    this.until = requireNonNull(until, "until");
    this.maxHeld = maxHeld;
  }

  /** The next object; null if there is none. */
  @Nullable S3Object next() {
    if (held.isEmpty() && hasMore) {
      list();
    }
    S3Object next = held.poll();
    last = next == null ? last : next;
    return next;
  }

  private void list() {
    var oldest = new PriorityQueue<>(OLDEST_FIRST.reversed());
    hasMore = false;
    var pages =
        client.listObjectsV2Paginator(r -> r.bucket(location.bucket()).prefix(location.prefix()));
    for (S3Object object : pages.contents()) {
      if (isWanted(object)) {
        oldest.add(object);
      }
      if (oldest.size() > maxHeld) {
        oldest.remove();
        hasMore = true;
      }
    }
    oldest.stream().sorted(OLDEST_FIRST).forEach(held::add);
  }

  /** Empty objects are what consoles make of folders. */
  private boolean isWanted(S3Object object) {
    return object.size() > 0
        && !object.lastModified().isAfter(until)
        && (last == null || OLDEST_FIRST.compare(object, last) > 0);
  }
}
