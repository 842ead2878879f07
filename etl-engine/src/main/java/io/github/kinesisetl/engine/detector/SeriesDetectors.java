// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine.detector;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.detect.KeyedDetectors;
import io.github.kinesisetl.core.detect.KeyedDetectors.Observation;
import io.github.kinesisetl.core.detect.Verdict;
import io.github.kinesisetl.core.metrics.EtlMetrics;
import io.github.kinesisetl.core.pipeline.Processor;
import io.github.kinesisetl.core.pipeline.Sink;
import io.github.kinesisetl.engine.FailureLog;
import io.github.kinesisetl.engine.store.DetectorStore;
import io.github.kinesisetl.engine.store.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The detectors of an engine's series, with or without a store in which what they learn outlives
 * the instance. Safe for use by many threads, one point at a time; for one engine.
 *
 * <p>With a store, a series is looked up when it is first seen in a batch, up to a hundred at once,
 * and the series that learned something are saved at the end of it, as many as are allowed: those
 * first whose alerts changed, then those that are unsaved for longest. Nothing is saved while an
 * alert is unwritten: another instance would take it for raised. A save is refused when another
 * instance went on with the series; what that one learned is then taken over. Without lookups,
 * points fail and come again; without saves, they do not.
 */
public final class SeriesDetectors {

  private final KeyedDetectors detectors; // guarded by itself
  private final @Nullable SeriesStates states; // guarded by detectors
  private final AlertOutbox outbox = new AlertOutbox();
  private final AtomicInteger outOfRange = new AtomicInteger(); // points, since the last end
  private final AtomicInteger foreignWindows = new AtomicInteger(); // since the last end

  private SeriesDetectors(KeyedDetectors detectors) {
    this.detectors = requireNonNull(detectors, "detectors");
    this.states = null;
  }

  private SeriesDetectors(
      KeyedDetectors detectors, DetectorStore store, int maxSaves, EtlMetrics metrics) {
    this.detectors = requireNonNull(detectors, "detectors");
    this.states =
        new SeriesStates(
            detectors,
            requireNonNull(store, "store"),
            maxSaves,
            requireNonNull(metrics, "metrics"),
            outbox::isWritten);
  }

  /**
   * Detectors that live as long as this instance.
   *
   * @param detectors one a series, not shared with anybody
   * @return the detectors
   */
  public static SeriesDetectors inMemory(KeyedDetectors detectors) {
    return new SeriesDetectors(detectors);
  }

  /**
   * Detectors whose learning outlives this instance.
   *
   * @param store has what they learned
   * @param detectors one a series, not shared with anybody; they hold those that were seen last
   * @param maxSaves most saves a batch, 1 or more; fewer than the series of a batch leave the
   *     others for later ones, and what an instance that dies before learned of them is lost
   * @param metrics where loads, saves and conflicts are reported
   * @return the detectors
   */
  public static SeriesDetectors storedIn(
      DetectorStore store, KeyedDetectors detectors, int maxSaves, EtlMetrics metrics) {
    if (maxSaves < 1) {
      throw new IllegalArgumentException("maxSaves must be 1 or more, but is " + maxSaves);
    }
    return new SeriesDetectors(detectors, store, maxSaves, metrics);
  }

  /**
   * The processor that takes the points of series out of events and gives alerts that began or
   * ended.
   *
   * @param fields where events carry a point of a series
   * @return a processor for the same engine as {@link #alertsTo}
   */
  public Processor<ObjectNode, List<ObjectNode>> processor(SeriesFields fields) {
    return new SeriesPoints(fields, this::take);
  }

  /**
   * The engine's sink, which writes all alerts that wait, whichever of them a batch has brought: a
   * detector that saw a batch raises nothing new when the batch is delivered again.
   *
   * @param sink where alerts go
   * @return a sink for the same engine as {@link #processor}
   */
  public Sink<List<ObjectNode>> alertsTo(Sink<ObjectNode> sink) {
    return outbox.to(sink);
  }

  /**
   * Tells which series are about to be seen, so that they are looked up together.
   *
   * @param keys the names of series
   */
  public void expect(Collection<String> keys) {
    synchronized (detectors) {
      if (states != null) {
        states.expect(keys);
      }
    }
  }

  /**
   * Takes a point of a series.
   *
   * @param key names the series
   * @param time the point's own time
   * @param value its value
   * @return the alerts that began or ended with it, which wait in the outbox
   * @throws StoreException if the series cannot be looked up; the point is not taken then
   */
  public List<ObjectNode> take(String key, Instant time, double value) {
    List<ObjectNode> alerts = new ArrayList<>();
    synchronized (detectors) {
      if (states != null) {
        states.lookUp(key);
      }
      Observation observation = detectors.observe(key, time, value);
      if (observation.score().verdict() == Verdict.IGNORED_OUT_OF_RANGE) {
        outOfRange.incrementAndGet();
      }
      observation.changes().forEach(change -> alerts.add(AlertJson.of(key, change)));
      alerts.forEach(outbox::add); // before anybody can save what counts them
      if (states != null && !observation.score().verdict().isIgnored()) {
        states.learned(key, !alerts.isEmpty());
      }
    }
    return alerts;
  }

  /** A window came with a state that is not of this engine; the log will say so. */
  public void foundForeignWindow() {
    foreignWindows.incrementAndGet();
  }

  /**
   * Ends a batch: saves what was learned, unless alerts wait, and tells what went wrong.
   *
   * @param log is told
   * @param batchId names the delivery
   * @param hasTime whether there is time for another save
   */
  public void endBatch(FailureLog log, String batchId, BooleanSupplier hasTime) {
    if (foreignWindows.getAndSet(0) > 0) {
      log.error("a window's state is not of this handler; what it held is left out", batchId);
    }
    int ignored = outOfRange.getAndSet(0);
    if (ignored > 0) {
      log.failure(
          "out of range",
          ignored + " points are too large for a detector, and are ignored",
          batchId);
    }
    outbox.end(log, batchId);
    synchronized (detectors) {
      if (states != null) {
        if (outbox.isEmpty()) {
          states.save(hasTime);
        }
        states.end(log, batchId);
      }
    }
  }
}
