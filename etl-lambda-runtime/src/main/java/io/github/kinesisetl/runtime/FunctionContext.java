// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.runtime;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a handler may ask of its invocation and its function. Safe for use by many threads. */
final class FunctionContext implements Context {

  private final Invocation invocation;
  private final Map<String, String> environment;
  private final InstantSource clock;

  FunctionContext(Invocation invocation, Map<String, String> environment, InstantSource clock) {
    this.invocation = invocation;
    this.environment = environment;
    this.clock = clock;
  }

  @Override
  public String getAwsRequestId() {
    return invocation.requestId();
  }

  @Override
  public String getInvokedFunctionArn() {
    return invocation.functionArn();
  }

  @Override
  public int getRemainingTimeInMillis() {
    long left = invocation.deadlineMillis() - clock.millis();
    return (int) Math.max(0, Math.min(left, Integer.MAX_VALUE));
  }

  @Override
  public String getLogGroupName() {
    return environment.getOrDefault("AWS_LAMBDA_LOG_GROUP_NAME", "");
  }

  @Override
  public String getLogStreamName() {
    return environment.getOrDefault("AWS_LAMBDA_LOG_STREAM_NAME", "");
  }

  @Override
  public String getFunctionName() {
    return environment.getOrDefault("AWS_LAMBDA_FUNCTION_NAME", "");
  }

  @Override
  public String getFunctionVersion() {
    return environment.getOrDefault("AWS_LAMBDA_FUNCTION_VERSION", "");
  }

  @Override
  public int getMemoryLimitInMB() {
    String megabytes = environment.getOrDefault("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "0");
    return megabytes.matches("[0-9]{1,9}") ? Integer.parseInt(megabytes) : 0;
  }

  /** Nobody signs in to an event source mapping. */
  @Override
  public @Nullable CognitoIdentity getIdentity() {
    return null;
  }

  /** An event source mapping sends none. */
  @Override
  public @Nullable ClientContext getClientContext() {
    return null;
  }

  @Override
  public LambdaLogger getLogger() {
    return StandardOutput.LOGGER;
  }

  /** What Lambda makes log events of, a line each. */
  private static final class StandardOutput implements LambdaLogger {
    private static final LambdaLogger LOGGER = new StandardOutput();

    @Override
    public void log(String message) {
      System.out.println(message);
    }

    @Override
    public void log(byte[] message) {
      System.out.println(new String(message, StandardCharsets.UTF_8));
    }
  }
}
