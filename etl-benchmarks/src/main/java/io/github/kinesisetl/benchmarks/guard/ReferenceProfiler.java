// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.guard;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Tells an operation's processor time, by the threads that run the benchmark, in units of a
 * thousandth of the {@link ReferenceKernel}, which runs in the same JVM right behind each
 * iteration.
 */
public final class ReferenceProfiler implements InternalProfiler {

  /** The name of its figure. */
  static final String RATIO = "guard.ratio";

  private static final String WORKER = "jmh-worker";
  private static final int WARM_UP_RUNS = 3_000;
  private static final int RUNS = 400;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final ReferenceKernel kernel = new ReferenceKernel();
  private long before;
  private boolean isWarm;

  /** Made by JMH. */
  public ReferenceProfiler() {}

  @Override
  public String getDescription() {
    return "processor time in units of a reference kernel in the same JVM";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    if (!isWarm) {
      kernel.run(WARM_UP_RUNS);
      isWarm = true;
    }
    before = workerNanos();
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    long spent = workerNanos() - before;
    long operations = result.getMetadata().getMeasuredOps();
    double ratio = 1_000.0 * spent / operations / kernelNanos();
    return List.of(new ScalarResult(RATIO, ratio, "kernel/1000", AggregationPolicy.AVG));
  }

  /** The least of several, as interruptions only add. */
  private double kernelNanos() {
    double least = Double.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      long from = threads.getCurrentThreadCpuTime();
      kernel.run(RUNS);
      least = Math.min(least, (double) (threads.getCurrentThreadCpuTime() - from) / RUNS);
    }
    if (kernel.result() == 0) {
      throw new IllegalStateException("the reference did no work");
    }
    return least;
  }

  private long workerNanos() {
    long nanos = 0;
    for (long id : threads.getAllThreadIds()) {
      ThreadInfo thread = threads.getThreadInfo(id);
      if (thread != null && thread.getThreadName().contains(WORKER)) {
        nanos += Math.max(0, threads.getThreadCpuTime(id));
      }
    }
    return nanos;
  }
}
