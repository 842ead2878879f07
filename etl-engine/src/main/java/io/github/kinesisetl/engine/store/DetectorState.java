// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine.store;

import static java.util.Objects.requireNonNull;

/** What a store holds of one series. Immutable, as long as nobody changes the bytes. */
public final class DetectorState {

  private final byte[] bytes;
  private final long version;

  /**
   * A state.
   *
   * @param bytes what was saved; not copied
   * @param version tells this save of the series from all others, more than 0
   */
  public DetectorState(byte[] bytes, long version) {
    if (version < 1) {
      throw new IllegalArgumentException("version must be more than 0, but is " + version);
    }
    this.bytes = requireNonNull(bytes, "bytes");
    this.version = version;
  }

  /**
   * What was saved.
   *
   * @return the bytes, not copied
   */
  public byte[] bytes() {
    return bytes;
  }

  /**
   * Which save it was.
   *
   * @return a number that grows with each save of the series
   */
  public long version() {
    return version;
  }
}
