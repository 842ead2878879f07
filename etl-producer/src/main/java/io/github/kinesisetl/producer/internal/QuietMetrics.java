// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal;

import io.github.kinesisetl.core.metrics.EtlMetrics;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The user's metrics, whose failures must not cost an event. Safe for use by many threads. */
final class QuietMetrics implements EtlMetrics {

  private static final Logger log = LoggerFactory.getLogger(QuietMetrics.class);

  private final EtlMetrics metrics;
  private final AtomicBoolean failed = new AtomicBoolean();

  QuietMetrics(EtlMetrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public void count(String name, long amount) {
    try {
      metrics.count(name, amount);
    } catch (RuntimeException | Error e) { // somebody else's code
      report(e);
    }
  }

  @Override
  public void record(String name, long value) {
    try {
      metrics.record(name, value);
    } catch (RuntimeException | Error e) { // somebody else's code
      report(e);
    }
  }

  private void report(Throwable e) {
    if (failed.compareAndSet(false, true)) {
      log.warn("the metrics threw; figures are missing, events are not", e);
    } else {
      log.debug("the metrics threw again", e);
    }
  }
}
