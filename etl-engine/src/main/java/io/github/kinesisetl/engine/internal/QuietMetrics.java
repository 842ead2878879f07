// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine.internal;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.metrics.EtlMetrics;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The user's metrics, whose failures must not cost a record: figures are missing then. Safe for use
 * by many threads.
 */
public final class QuietMetrics implements EtlMetrics {

  private static final Logger log = LoggerFactory.getLogger(QuietMetrics.class);

  private final EtlMetrics metrics;
  private final AtomicBoolean failed = new AtomicBoolean();

  private QuietMetrics(EtlMetrics metrics) {
    this.metrics = metrics;
  }

  /**
   * Metrics that never throw; the first failure is logged at WARN.
   *
   * @param metrics the user's
   * @return metrics around them, unless they are such already
   */
  public static EtlMetrics around(EtlMetrics metrics) {
    return metrics instanceof QuietMetrics ? metrics : new QuietMetrics(requireNonNull(metrics));
  }

  @Override
  public void count(String name, long amount) {
    try {
      metrics.count(name, amount);
    } catch (Throwable thrown) { // the border to users' code
      report(UserCode.survived(thrown));
    }
  }

  @Override
  public void record(String name, long value) {
    try {
      metrics.record(name, value);
    } catch (Throwable thrown) { // the border to users' code
      report(UserCode.survived(thrown));
    }
  }

  private void report(String thrown) {
    if (failed.compareAndSet(false, true)) {
      log.warn("the metrics threw {}; figures are missing, records are not", thrown);
    }
  }
}
