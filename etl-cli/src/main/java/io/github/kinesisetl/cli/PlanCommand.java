// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.cli;

import io.github.kinesisetl.core.sizing.GuideFormulas;
import io.github.kinesisetl.core.sizing.LambdaBatchPlan;
import io.github.kinesisetl.core.sizing.LambdaLoad;
import io.github.kinesisetl.core.sizing.Packing;
import io.github.kinesisetl.core.sizing.PriceList;
import io.github.kinesisetl.core.sizing.ReadLoad;
import io.github.kinesisetl.core.sizing.Resharding;
import io.github.kinesisetl.core.sizing.ShardPlan;
import io.github.kinesisetl.core.sizing.StreamCost;
import io.github.kinesisetl.core.sizing.WriteLoad;
import java.io.PrintWriter;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prints the shard plan, the batch plan and the cost for a load given by options. */
@Command(
    name = "plan",
    description = "Plans shards, Lambda batches and cost for a load; see docs/sizing.md.",
    sortOptions = false)
final class PlanCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private Writes writes = new Writes();

  @Mixin private Reads reads = new Reads();

  @Mixin private Function function = new Function();

  @Option(
      names = "--current-shards",
      paramLabel = "<number>",
      description = "open shards now (default: ${DEFAULT-VALUE})")
  private int currentShards = 1;

  PlanCommand() {}

  @Override
  public void run() {
    try {
      print(spec.commandLine().getOut());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private void print(PrintWriter out) {
    WriteLoad write = writes.load();
    ReadLoad read = new ReadLoad(reads.consumers, 1, reads.fanOutConsumers, 1);
    ShardPlan shards = ShardPlan.of(write, read);
    LambdaBatchPlan batch = LambdaBatchPlan.of(function.load(write));
    Resharding resharding = Resharding.between(currentShards, shards.shards());
    int guide = GuideFormulas.shards(write.recordsPerSecond(), write.bytesPerRecord());
    PriceList prices = PriceList.bundled();

    shards.sentences().forEach(out::println);
    out.println(resharding.sentence());
    batch.sentences().forEach(out::println);
    out.println("The guide's formula would say %d shards.".formatted(guide));
    out.println(StreamCost.provisioned(write, shards.shards(), prices).sentence());
    out.println(StreamCost.onDemand(write, read.sharedConsumers(), prices).sentence());
  }

  /** What is put. */
  private static final class Writes {

    @Option(
        names = "--records-per-second",
        paramLabel = "<number>",
        required = true,
        description = "mean rate")
    private double recordsPerSecond;

    @Option(
        names = "--record-bytes",
        paramLabel = "<number>",
        required = true,
        description = "mean size of a record's data")
    private double recordBytes;

    @Option(
        names = "--key-bytes",
        paramLabel = "<number>",
        defaultValue = "16",
        description = "mean size of a partition key (default: ${DEFAULT-VALUE})")
    private double keyBytes;

    @Option(
        names = "--peak-factor",
        paramLabel = "<number>",
        defaultValue = "1",
        description = "highest by mean rate (default: ${DEFAULT-VALUE})")
    private double peakFactor;

    @Option(
        names = "--records-per-entry",
        paramLabel = "<number>",
        defaultValue = "1",
        description = "records in an aggregate (default: ${DEFAULT-VALUE})")
    private double recordsPerEntry;

    @Option(
        names = "--compression-ratio",
        paramLabel = "<number>",
        defaultValue = "1",
        description = "bytes before by bytes after (default: ${DEFAULT-VALUE})")
    private double compressionRatio;

    WriteLoad load() {
      var packing = new Packing(recordsPerEntry, compressionRatio);
      return new WriteLoad(recordsPerSecond, recordBytes, keyBytes, peakFactor, packing);
    }
  }

  /** Who reads it. */
  private static final class Reads {

    @Option(
        names = "--consumers",
        paramLabel = "<number>",
        description = "consumers that share a shard's reads (default: 1)")
    private int consumers = 1;

    @Option(
        names = "--fan-out-consumers",
        paramLabel = "<number>",
        description = "consumers with enhanced fan-out (default: 0)")
    private int fanOutConsumers;
  }

  /** The function that processes it. */
  private static final class Function {

    private static final int NANOS_PER_MICRO = 1000;

    @Option(
        names = "--micros-per-record",
        paramLabel = "<number>",
        description = "CPU of a Lambda function for a record (default: 100)")
    private double microsPerRecord = 100;

    @Option(
        names = "--memory",
        paramLabel = "<number>",
        description = "megabytes of that function (default: 1769)")
    private int memory = 1769;

    @Option(
        names = "--timeout",
        paramLabel = "<number>",
        description = "seconds of that function (default: 60)")
    private int timeout = 60;

    LambdaLoad load(WriteLoad write) {
      Duration perRecord = Duration.ofNanos(Math.round(microsPerRecord * NANOS_PER_MICRO));
      return LambdaLoad.builder((int) Math.ceil(write.entryBytes()), perRecord)
          .recordsPerEntry((int) Math.ceil(write.packing().recordsPerEntry()))
          .memoryMegabytes(memory)
          .timeout(Duration.ofSeconds(timeout))
          .build();
    }
  }
}
