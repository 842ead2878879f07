// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import io.github.kinesisetl.core.codec.StoredEntry;
import io.github.kinesisetl.lambda.event.EntryBatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Gives the entry behind the one that another view shows. Used by one thread. */
final class FollowingEntry implements Supplier<@Nullable StoredEntry> {

  private final EntryBatch batch;
  private final BatchEntry current;
  private final BatchEntry following;

  FollowingEntry(EntryBatch batch, BatchEntry current) {
    this.batch = batch;
    this.current = current;
    this.following = new BatchEntry(batch);
  }

  @Override
  public @Nullable StoredEntry get() {
    int next = current.index() + 1;
    return next < batch.size() ? following.moveTo(next) : null;
  }
}
