// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import io.github.kinesisetl.core.codec.RecordWalk;
import io.github.kinesisetl.core.codec.StoredEntry;
import io.github.kinesisetl.lambda.event.EntryBatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Gives the entry behind the one that another view shows. Used by one thread. */
final class FollowingEntry implements Supplier<@Nullable StoredEntry> {

  /** HotSpot's name for {@code -XX:TieredStopAtLevel=1}; without it, we do what always works. */
  private static final boolean STOPS_AT_FIRST_COMPILER =
      System.getProperty("java.vm.info", "").contains("emulated-client");

  private final EntryBatch batch;
  private final BatchEntry current;
  private final BatchEntry following;

  private FollowingEntry(EntryBatch batch, BatchEntry current) {
    this.batch = batch;
    this.current = current;
    this.following = new BatchEntry(batch);
  }

  /**
   * Lets a walk over a batch look ahead, where that pays: in a JVM that stops at its first
   * compiler, as Lambda's do. The second one has an MD5 that is faster than two of ours side by
   * side.
   *
   * @param walk visits the entries that the view shows
   * @param current the view
   */
  static void announceTo(RecordWalk walk, EntryBatch batch, BatchEntry current) {
    if (STOPS_AT_FIRST_COMPILER) {
      walk.lookAhead(new FollowingEntry(batch, current));
    }
  }

  @Override
  public @Nullable StoredEntry get() {
    int next = current.index() + 1;
    return next < batch.size() ? following.moveTo(next) : null;
  }
}
