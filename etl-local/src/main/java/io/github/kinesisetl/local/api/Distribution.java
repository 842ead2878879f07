// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.api;

/** How entries find their shard. */
public enum Distribution {
  /** By the hash of their partition key. */
  USER_PARTITION_KEY,
  /** As the service likes. */
  AUTO
}
