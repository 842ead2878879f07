// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.mapping;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a handler learns of one invocation. Its time runs from its making, whatever the server's
 * clock does: a handler's work takes real time.
 */
final class InvocationContext implements Context {

  /** With which Lambda gives a function one whole vCPU. */
  private static final int MEMORY_MB = 1769;

  private final FunctionEnvironment environment;
  private final LongSupplier nanoTicker;
  private final long beganNanos;
  private final String requestId = UUID.randomUUID().toString();

  InvocationContext(FunctionEnvironment environment, LongSupplier nanoTicker) {
    this.environment = environment;
    this.nanoTicker = nanoTicker;
    this.beganNanos = nanoTicker.getAsLong();
  }

  @Override
  public String getAwsRequestId() {
    return requestId;
  }

  @Override
  public int getRemainingTimeInMillis() {
    long usedMillis = TimeUnit.NANOSECONDS.toMillis(nanoTicker.getAsLong() - beganNanos);
    return (int) Math.max(0, environment.timeout().toMillis() - usedMillis);
  }

  @Override
  public String getFunctionName() {
    return environment.name();
  }

  @Override
  public String getFunctionVersion() {
    return "$LATEST";
  }

  @Override
  public String getInvokedFunctionArn() {
    return environment.arn();
  }

  @Override
  public String getLogGroupName() {
    return "/aws/lambda/" + environment.name();
  }

  @Override
  public String getLogStreamName() {
    return "local";
  }

  @Override
  public int getMemoryLimitInMB() {
    return MEMORY_MB;
  }

  @Override
  public LambdaLogger getLogger() {
    return new FunctionLogger(environment.name());
  }

  /** Nobody calls by the mobile SDK. */
  @Override
  public @Nullable CognitoIdentity getIdentity() {
    return null;
  }

  /** Nobody calls by the mobile SDK. */
  @Override
  public @Nullable ClientContext getClientContext() {
    return null;
  }
}
