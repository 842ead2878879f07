// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.testing;

import io.github.kinesisetl.engine.store.DetectorStore;
import io.github.kinesisetl.engine.store.MemoryDetectorStore;

class MemoryDetectorStoreTest extends DetectorStoreContract {

  private final DetectorStore store = new MemoryDetectorStore();

  @Override
  protected DetectorStore store() {
    return store;
  }
}
