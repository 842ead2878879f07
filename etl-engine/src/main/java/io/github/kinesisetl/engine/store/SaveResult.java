// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine.store;

/** What became of a save. Immutable. */
public sealed interface SaveResult {

  /**
   * The state is stored.
   *
   * @param version what the next save of this series must name
   */
  record Saved(long version) implements SaveResult {}

  /**
   * Nothing is stored: the store holds another version than the one that was loaded, since somebody
   * else went on with the series, or since the answer to this very save was lost and it was sent
   * twice. Load the series again.
   */
  record Superseded() implements SaveResult {}
}
