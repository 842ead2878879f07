// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.deploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.pipeline.Processor;
import io.github.kinesisetl.lambda.DataEnricherHandler;
import java.util.Map;

/**
 * A function with a processor of your own, and all the rest as the environment says: extend it,
 * give it a constructor without parameters, and deploy that class. Safe for use by many threads, if
 * the processor is.
 */
public abstract class CustomFunction extends DataEnricherHandler {

  private final Settings settings;

  /**
   * A handler.
   *
   * @param processor works on events
   * @param environment the settings, mostly {@code System.getenv()}
   * @throws IllegalArgumentException if a variable is missing or wrong
   */
  protected CustomFunction(
      Processor<ObjectNode, ObjectNode> processor, Map<String, String> environment) {
    this(processor, new Settings(environment));
  }

  private CustomFunction(Processor<ObjectNode, ObjectNode> processor, Settings settings) {
    super(processor, options -> settings.apply(options.sink(settings.sink())));
    this.settings = settings;
  }

  @Override
  protected Map<String, String> configuration() {
    return settings.describe();
  }

  @Override
  protected Map<String, Runnable> checks() {
    return settings.checks();
  }
}
