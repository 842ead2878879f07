// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.schedule;

/** What something that is ready waits for, if for anything. */
public enum Urgency {
  /** For nothing. */
  AT_ONCE,
  /** For requests that are under way: those that become ready meanwhile go along. */
  EAGER,
  /** For what was begun together with it, as long as that takes. */
  TOGETHER,
  /** For more, which is sure to come. */
  PATIENT
}
