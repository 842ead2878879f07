// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.api;

/** The states of a stream. */
public enum StreamStatus {
  /** It exists, but takes and gives no entries yet. */
  CREATING,
  /** It works, and can be changed. */
  ACTIVE,
  /** It works while a change is under way. */
  UPDATING,
  /** It goes away. */
  DELETING
}
