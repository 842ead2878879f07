// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.window;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.detect.ValueSummary;
import io.github.kinesisetl.core.detect.ValueSummary.Statistic;
import io.github.kinesisetl.core.pipeline.ProcessingResult;
import io.github.kinesisetl.engine.detector.SeriesDetectors;
import io.github.kinesisetl.engine.detector.SeriesFields;
import io.github.kinesisetl.engine.detector.SeriesPoints;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sums up the points of each series over a tumbling window; when the window ends, each series gets
 * one value that its detector judges. Used for one invocation, by one thread.
 *
 * <p>The state is <code>{"latest":"…","series":{"key":[count,sum,min,max],…}}</code>, some 60 bytes
 * and the key a series: more than ten thousand fit into what the service keeps. If they are more,
 * the window ends early, and its series are judged once at the time of their latest point and once
 * at the window's end.
 */
public final class SeriesWindow implements TumblingWindow.Fold<ObjectNode, List<ObjectNode>> {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LATEST = "latest";
  private static final String SERIES = "series";

  private final InvocationWindow window;
  private final Statistic statistic;
  private final SeriesDetectors detectors;
  private final SeriesPoints points;
  private final Map<String, ValueSummary> summaries = new LinkedHashMap<>();
  private Instant latest = Instant.MIN;

  /**
   * A window on its way.
   *
   * @param window the window, with the state to go on from
   * @param fields where events carry a point of a series
   * @param statistic which value of a window is watched
   * @param detectors judge the values
   */
  public SeriesWindow(
      InvocationWindow window,
      SeriesFields fields,
      Statistic statistic,
      SeriesDetectors detectors) {
    this.window = window;
    this.statistic = statistic;
    this.detectors = detectors;
    this.points = new SeriesPoints(fields, this::add);
    resume();
  }

  @Override
  public ProcessingResult<List<ObjectNode>> process(ObjectNode event) {
    return points.process(event);
  }

  @Override
  public String state() {
    if (summaries.isEmpty()) {
      return InvocationWindow.NO_STATE;
    }
    ObjectNode state = JsonNodeFactory.instance.objectNode();
    state.put(LATEST, latest.toString());
    ObjectNode series = state.putObject(SERIES);
    summaries.forEach((key, summary) ->
        series
            .putArray(key)
            .add(summary.count())
            .add(summary.sum())
            .add(summary.min())
            .add(summary.max()));
    return state.toString();
  }

  @Override
  public List<List<ObjectNode>> results() {
    Instant time = time();
    List<List<ObjectNode>> alerts = new ArrayList<>();
    detectors.expect(summaries.keySet());
    summaries.forEach((key, summary) -> {
      List<ObjectNode> changes = detectors.take(key, time, summary.value(statistic));
      if (!changes.isEmpty()) {
        alerts.add(changes);
      }
    });
    return alerts;
  }

  private List<ObjectNode> add(String key, Instant time, double value) {
    summaries.merge(key, ValueSummary.of(value), ValueSummary::plus);
    latest = time.isAfter(latest) ? time : latest;
    return List.of();
  }

  /** Windows come at even times, which is what detectors like; a part of one must be before it. */
  private Instant time() {
    try {
      Instant start = Instant.parse(window.start());
      Instant end = Instant.parse(window.end());
      if (window.last()) {
        return end;
      }
      Instant within = latest.isBefore(end) ? latest : end.minusMillis(1);
      return within.isBefore(start) ? start : within;
    } catch (DateTimeException e) {
      return latest; // a window that does not say when it is
    }
  }

  private void resume() {
    if (window.state().equals(InvocationWindow.NO_STATE)) {
      return;
    }
    try {
      JsonNode state = JSON.readTree(window.state());
      latest = Instant.parse(state.path(LATEST).asText());
      for (Map.Entry<String, JsonNode> series : state.path(SERIES).properties()) {
        summaries.put(series.getKey(), summary(series.getValue()));
      }
    } catch (JsonProcessingException | DateTimeException | IllegalArgumentException e) {
      summaries.clear();
      latest = Instant.MIN;
      detectors.foundForeignWindow();
    }
  }

  private static ValueSummary summary(JsonNode numbers) {
    if (!(numbers instanceof ArrayNode) || numbers.size() != 4) {
      throw new IllegalArgumentException("a summary has four numbers");
    }
    return new ValueSummary(
        numbers.path(0).asLong(),
        numbers.path(1).asDouble(),
        numbers.path(2).asDouble(),
        numbers.path(3).asDouble());
  }
}
