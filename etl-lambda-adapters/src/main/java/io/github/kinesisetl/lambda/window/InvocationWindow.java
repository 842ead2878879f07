// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.window;

import static java.util.Objects.requireNonNull;

/**
 * The tumbling window that an invocation belongs to (<a
 * href="https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-windows.html">tumbling
 * windows</a>).
 *
 * @param start where the window begins, as the service wrote it; empty if it did not
 * @param end where it ends
 * @param last whether this is the window's last invocation
 * @param endedEarly whether it ends before its time, because its state became too large
 * @param state what the invocation before returned, a JSON object; <code>{}</code> at first
 */
public record InvocationWindow(
    String start, String end, boolean last, boolean endedEarly, String state) {

  /** The state that a window begins with. */
  public static final String NO_STATE = "{}";

  /**
   * Most bytes of state that the service keeps: 1 MB a shard (same page); more ends the window
   * early.
   */
  public static final int MAX_STATE_BYTES = 1_000_000;

  /** Checks that all is there. */
  public InvocationWindow {
    requireNonNull(start, "start");
    requireNonNull(end, "end");
    requireNonNull(state, "state");
  }
}
