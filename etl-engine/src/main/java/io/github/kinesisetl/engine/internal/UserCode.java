// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine.internal;

/**
 * The border to users' code, which may throw anything, checked exceptions that were smuggled out
 * among it: one record must not take its batch, or the shard, with it. The one place where {@code
 * Throwable} is caught on purpose is a call of users' code, and this judges what was caught.
 * Stateless.
 */
public final class UserCode {

  private UserCode() {}

  /**
   * Judges what users' code threw. A thread that was interrupted stays so.
   *
   * @param thrown what it threw
   * @return the name of its class; never its message, which may quote a payload
   * @throws VirtualMachineError what was thrown, if the machine itself is broken: no memory, an
   *     internal error. A recursion that was too deep is the record's own
   */
  public static String survived(Throwable thrown) {
    if (thrown instanceof VirtualMachineError broken && !(thrown instanceof StackOverflowError)) {
      throw broken;
    }
    if (thrown instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    return thrown.getClass().getName();
  }
}
