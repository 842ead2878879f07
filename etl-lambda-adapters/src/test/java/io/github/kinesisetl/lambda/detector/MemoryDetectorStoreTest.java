// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.detector;

class MemoryDetectorStoreTest extends DetectorStoreContract {

  private final DetectorStore store = new MemoryDetectorStore();

  @Override
  protected DetectorStore store() {
    return store;
  }
}
