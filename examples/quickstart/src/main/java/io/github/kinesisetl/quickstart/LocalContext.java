// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.quickstart;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a function learns of its invocation here: its name, and a minute of time. */
final class LocalContext implements Context {

  private static final long TIMEOUT_MILLIS = 60_000;

  private final String functionName;
  private final long beganNanos = System.nanoTime();

  LocalContext(String functionName) {
    this.functionName = functionName;
  }

  @Override
  public int getRemainingTimeInMillis() {
    return (int) (TIMEOUT_MILLIS - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNanos));
  }

  @Override
  public String getAwsRequestId() {
    return functionName + "-" + beganNanos;
  }

  @Override
  public String getLogGroupName() {
    return "/aws/lambda/" + functionName;
  }

  @Override
  public String getLogStreamName() {
    return "local";
  }

  @Override
  public String getFunctionName() {
    return functionName;
  }

  @Override
  public String getFunctionVersion() {
    return "$LATEST";
  }

  @Override
  public String getInvokedFunctionArn() {
    return "arn:aws:lambda:us-east-1:000000000000:function:" + functionName;
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
    return 1769;
  }

  @Override
  public @Nullable LambdaLogger getLogger() {
    return null;
  }
}
