// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.deploy;

import io.github.kinesisetl.lambda.StreamProcessorHandler;
import java.util.Map;

/** {@link StreamProcessorHandler} as the environment says. Safe for use by many threads. */
public final class StreamProcessor extends StreamProcessorHandler {

  private static final String SCHEMA = "ETL_SCHEMA";

  private final Settings settings;

  /**
   * A handler as the environment says.
   *
   * @throws IllegalArgumentException if a variable is missing or wrong
   */
  public StreamProcessor() {
    this(Settings.ofEnvironment());
  }

  StreamProcessor(Settings settings) {
    super(
        Schemas.parse(SCHEMA, settings.text(SCHEMA, "timestamp:timestamp")),
        options -> settings.apply(options.sink(settings.sink())));
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
