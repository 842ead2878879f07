// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.deploy;

import io.github.kinesisetl.core.detect.AlertPolicy;
import io.github.kinesisetl.core.detect.KeyedDetectors;
import io.github.kinesisetl.core.detect.SeasonalOptions;
import io.github.kinesisetl.core.metrics.MetricNames;
import io.github.kinesisetl.lambda.AnomalyDetectorHandler;
import io.github.kinesisetl.lambda.CountingSink;
import io.github.kinesisetl.lambda.SeriesFields;
import java.util.Map;

/** {@link AnomalyDetectorHandler} as the environment says. Safe for use by many threads. */
public final class AnomalyDetector extends AnomalyDetectorHandler {

  private final Settings settings;

  /**
   * A handler as the environment says.
   *
   * @throws IllegalArgumentException if a variable is missing or wrong
   */
  public AnomalyDetector() {
    this(Settings.ofEnvironment());
  }

  AnomalyDetector(Settings settings) {
    super(
        KeyedDetectors.of(
            SeasonalOptions.defaults(),
            AlertPolicy.defaults(),
            settings.number("ETL_MAX_SERIES", 1_000, 1, 1_000_000)),
        new SeriesFields(
            settings.text("ETL_SERIES_TYPE", "metric"),
            settings.text("ETL_SERIES_KEY", "series"),
            settings.text("ETL_SERIES_TIME", "timestamp"),
            settings.text("ETL_SERIES_VALUE", "value")),
        new CountingSink<>(settings.sink(), settings.metrics(), MetricNames.ALERTS),
        settings::apply);
    this.settings = settings;
  }

  @Override
  protected Map<String, String> configuration() {
    return settings.describe();
  }
}
