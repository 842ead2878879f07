// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.mapping;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.github.kinesisetl.local.stream.Account;
import java.time.InstantSource;

/**
 * What a mapping reads. Not for use from outside this module: {@code KinesisLocal.map} makes it.
 *
 * @param account the account that has the stream
 * @param clock tells the age of entries
 * @param region the region in the events
 * @param streamName the stream
 */
public record EventSource(Account account, InstantSource clock, String region, String streamName) {

  /** Takes a stream that need not exist yet. */
  public EventSource {
    requireNonNull(streamName, "streamName");
  }

  /**
   * Describes a mapping to a function that knows nothing of Lambda.
   *
   * @param function what is invoked
   * @return a builder with AWS Lambda's defaults
   */
  public EventSourceMapping.Builder to(LambdaFunction function) {
    requireNonNull(function, "function");
    return new EventSourceMapping.Builder(this, environment -> function);
  }

  /**
   * Describes a mapping to a handler.
   *
   * @param handler what is invoked
   * @return a builder with AWS Lambda's defaults
   */
  public EventSourceMapping.Builder to(RequestStreamHandler handler) {
    requireNonNull(handler, "handler");
    return new EventSourceMapping.Builder(
        this, environment -> new HandlerFunction(handler, environment));
  }
}
