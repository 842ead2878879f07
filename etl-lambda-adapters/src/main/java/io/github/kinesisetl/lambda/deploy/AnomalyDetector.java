// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.deploy;

import io.github.kinesisetl.core.detect.AlertPolicy;
import io.github.kinesisetl.core.detect.KeyedDetectors;
import io.github.kinesisetl.core.detect.SeasonalOptions;
import io.github.kinesisetl.core.detect.ValueSummary.Statistic;
import io.github.kinesisetl.core.metrics.MetricNames;
import io.github.kinesisetl.engine.detector.SeriesDetectors;
import io.github.kinesisetl.engine.detector.SeriesFields;
import io.github.kinesisetl.engine.metrics.CountingSink;
import io.github.kinesisetl.lambda.AnomalyDetectorHandler;
import java.time.Duration;
import java.util.Map;

/** {@link AnomalyDetectorHandler} as the environment says. Safe for use by many threads. */
public final class AnomalyDetector extends AnomalyDetectorHandler {

  private static final Duration LIFE = Duration.ofDays(30); // of a series without points

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
    this(settings, detectors(settings), fields(settings));
  }

  private AnomalyDetector(Settings settings, SeriesDetectors detectors, SeriesFields fields) {
    super(
        detectors,
        fields,
        new CountingSink<>(settings.sinkOfAlerts(), settings.metrics(), MetricNames.ALERTS),
        settings.choice("ETL_WINDOW_VALUE", Statistic.class).orElse(null),
        options -> settings.apply(options));
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

  private static SeriesDetectors detectors(Settings settings) {
    KeyedDetectors detectors =
        KeyedDetectors.of(
            SeasonalOptions.defaults(),
            AlertPolicy.defaults(),
            settings.number("ETL_MAX_SERIES", 1_000, 1, 1_000_000));
    int saves = settings.number("ETL_DETECTOR_SAVES", 50, 1, 10_000);
    return settings
        .table("ETL_DETECTOR_STATE", "none")
        .map(table -> {
          Clients.require("ETL_DETECTOR_STATE", "dynamodb");
          return AwsSinks.detectors(table, LIFE);
        })
        .map(store -> SeriesDetectors.storedIn(store, detectors, saves, settings.metrics()))
        .orElseGet(() -> SeriesDetectors.inMemory(detectors));
  }

  private static SeriesFields fields(Settings settings) {
    return new SeriesFields(
        settings.text("ETL_SERIES_TYPE", "metric"),
        settings.text("ETL_SERIES_KEY", "series"),
        settings.text("ETL_SERIES_TIME", "timestamp"),
        settings.text("ETL_SERIES_VALUE", "value"));
  }
}
