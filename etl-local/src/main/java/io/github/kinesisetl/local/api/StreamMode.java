// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.api;

/** Who decides the number of shards. */
public enum StreamMode {
  /** The caller does. */
  PROVISIONED,
  /** The service does. */
  ON_DEMAND
}
