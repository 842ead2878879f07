// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race.lambda;

import io.github.kinesisetl.benchmarks.race.lambda.Payloads.Data;
import io.github.kinesisetl.testing.lambda.FunctionProcess.FunctionRuntime;
import java.util.Map;
import java.util.stream.Stream;

/** Who takes part, and how it is deployed. */
enum Contestant {
  /** What the runtime client costs by itself. */
  BARE("bare", false, FunctionRuntime.CLIENT),
  /** The same with memory settings. */
  BARE_MALLOC("bare +malloc", true, FunctionRuntime.CLIENT),
  /** KinesisEvent, Jackson, KCL. */
  COMMON("common", false, FunctionRuntime.CLIENT),
  /** The same with memory settings. */
  COMMON_MALLOC("common +malloc", true, FunctionRuntime.CLIENT),
  /** Ours on the runtime's defaults. */
  OURS("ours", false, FunctionRuntime.CLIENT),
  /** Ours as our Terraform deploys it. */
  OURS_MALLOC("ours +malloc", true, FunctionRuntime.CLIENT),
  /** Ours with a Jackson codec instead of a decoder by hand. */
  JACKSON_MALLOC("ours (Jackson) +malloc", true, FunctionRuntime.CLIENT),
  /** Ours with our own runtime loop instead of the client. */
  OURS_LOOP("ours (own loop) +malloc", true, FunctionRuntime.LOOP);

  /** They keep glibc from returning memory between the copies of a payload. */
  private static final Map<String, String> MALLOC =
      Map.of("MALLOC_MMAP_THRESHOLD_", "33554432", "MALLOC_TRIM_THRESHOLD_", "268435456");

  private final String title;
  private final boolean malloc;
  private final FunctionRuntime runtime;

  Contestant(String title, boolean malloc, FunctionRuntime runtime) {
    this.title = title;
    this.malloc = malloc;
    this.runtime = runtime;
  }

  static Contestant of(String title) {
    return Stream.of(values()).filter(c -> c.title.equals(title)).findFirst().orElseThrow();
  }

  String title() {
    return title;
  }

  /** Lambda's client reads a payload into an array of its own; ours hands on the socket. */
  long runtimeBytes(long payloadBytes) {
    return runtime == FunctionRuntime.CLIENT ? payloadBytes : 0;
  }

  FunctionRuntime runtime() {
    return runtime;
  }

  Map<String, String> environment() {
    return malloc ? MALLOC : Map.of();
  }

  boolean isCommon() {
    return this == COMMON || this == COMMON_MALLOC;
  }

  boolean isBare() {
    return this == BARE || this == BARE_MALLOC;
  }

  /** Nobody else reads frames. */
  boolean takes(Data data) {
    return !(isCommon() && data.isFramed());
  }

  String handler(Data data) {
    String room = Contestant.class.getPackageName() + ".";
    if (isCommon()) {
      return room + (data == Data.AGGREGATES ? "KclHandler" : "CommonHandler");
    }
    if (isBare()) {
      return room + "BareHandler";
    }
    return room + (this == JACKSON_MALLOC ? "OursHandler$ByJackson" : "OursHandler");
  }
}
