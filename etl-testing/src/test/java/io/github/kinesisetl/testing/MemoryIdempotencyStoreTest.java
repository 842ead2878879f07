// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.testing;

import io.github.kinesisetl.engine.store.IdempotencyStore;
import io.github.kinesisetl.engine.store.MemoryIdempotencyStore;
import java.time.InstantSource;

class MemoryIdempotencyStoreTest extends IdempotencyStoreContract {

  @Override
  protected IdempotencyStore store(InstantSource clock) {
    return new MemoryIdempotencyStore(1_000, LIFE, clock);
  }

  @Override
  protected IdempotencyStore markingStore(InstantSource clock) {
    return new MemoryIdempotencyStore(1_000, LIFE, clock).markingEntries(MAX_LEASE);
  }
}
