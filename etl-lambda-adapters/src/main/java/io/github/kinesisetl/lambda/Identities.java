// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import io.github.kinesisetl.core.claim.ClaimStoreException;
import io.github.kinesisetl.core.codec.RecordView;
import io.github.kinesisetl.core.codec.RecordVisitor;
import io.github.kinesisetl.core.codec.RecordWalk;
import io.github.kinesisetl.core.encrypt.DataKeyException;
import io.github.kinesisetl.core.record.MalformedFrameException;
import io.github.kinesisetl.lambda.event.EntryBatch;
import java.util.HashSet;
import java.util.Set;

/** Collects what names the records of a batch. Not safe for use by many threads. */
final class Identities implements RecordVisitor {

  private final EntryBatch entries;
  private final ReceivedRecord record;
  private final Set<String> found = new HashSet<>();
  private int entry;

  Identities(EntryBatch entries) {
    this.entries = entries;
    this.record = new ReceivedRecord(entries);
  }

  void addFrom(int first, RecordWalk walk) {
    var stored = new BatchEntry(entries);
    for (entry = first; entry < entries.size(); entry++) {
      try {
        boolean unused = walk.visit(stored.moveTo(entry), this);
      } catch (DataKeyException | ClaimStoreException e) {
        return; // the batch ends there, too
      }
    }
  }

  Set<String> found() {
    return found;
  }

  @Override
  public boolean opened(RecordView view) {
    found.add(record.pointTo(entry, view).identity());
    return true;
  }

  @Override
  public boolean malformed(RecordView stored, MalformedFrameException cause) {
    return opened(stored);
  }
}
