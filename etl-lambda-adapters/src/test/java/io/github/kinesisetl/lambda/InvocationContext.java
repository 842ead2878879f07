// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import com.amazonaws.services.lambda.runtime.Context;

/** Contexts for the tests of other rooms. */
public final class InvocationContext {

  private InvocationContext() {}

  /**
   * A context with a minute left.
   *
   * @return the context
   */
  public static Context any() {
    return new FakeContext();
  }
}
