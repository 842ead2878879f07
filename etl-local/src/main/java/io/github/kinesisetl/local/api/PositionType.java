// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.api;

/** Where reading starts. */
public enum PositionType {
  /** At the entry with a sequence number. */
  AT_SEQUENCE_NUMBER,
  /** Behind the entry with a sequence number. */
  AFTER_SEQUENCE_NUMBER,
  /** At the oldest entry that is still kept. */
  TRIM_HORIZON,
  /** Behind the newest entry. */
  LATEST,
  /** At the first entry that arrived at a time or later. */
  AT_TIMESTAMP
}
