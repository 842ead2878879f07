// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.testing.lambda;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A context that tells the time left as a test says, and knows nothing else but a name and an id.
 * Safe for use by many threads, if what tells the time is.
 */
public final class FakeContext implements Context {

  private final IntSupplier remainingMillis;

  /** A minute is left, for ever. */
  public FakeContext() {
    this(() -> 60_000);
  }

  /**
   * A context.
   *
   * @param remainingMillis tells the time left
   */
  public FakeContext(IntSupplier remainingMillis) {
    this.remainingMillis = remainingMillis;
  }

  @Override
  public int getRemainingTimeInMillis() {
    return remainingMillis.getAsInt();
  }

  @Override
  public String getAwsRequestId() {
    return "request-1";
  }

  @Override
  public String getLogGroupName() {
    return "";
  }

  @Override
  public String getLogStreamName() {
    return "";
  }

  @Override
  public String getFunctionName() {
    return "function";
  }

  @Override
  public String getFunctionVersion() {
    return "1";
  }

  @Override
  public String getInvokedFunctionArn() {
    return "";
  }

  @Override
  public @Nullable CognitoIdentity getIdentity() {
    return null;
  }

  @Override
  public @Nullable ClientContext getClientContext() {
    return null;
  }

  @Override
  public int getMemoryLimitInMB() {
    return 512;
  }

  @Override
  public @Nullable LambdaLogger getLogger() {
    return null;
  }
}
