// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.memory;

/** Whatever waits to be sent, and whose entry may lie on disk meanwhile. */
public interface Spillable {

  /** {@return what is held for it} */
  HeldEntry held();
}
