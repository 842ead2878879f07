// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.sizing;

import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Prints the shard plan, the batch plan and the cost for a load given by options. */
public final class SizingCli {
  private static final String USAGE =
      """
      Options, each followed by a number:
        --records-per-second  mean rate (needed)
        --record-bytes        mean size of a record's data (needed)
        --key-bytes           mean size of a partition key (16)
        --peak-factor         highest by mean rate (1)
        --records-per-entry   records in an aggregate (1)
        --compression-ratio   bytes before by bytes after (1)
        --consumers           consumers that share a shard's reads (1)
        --fan-out-consumers   consumers with enhanced fan-out (0)
        --current-shards      open shards now (1)
        --micros-per-record   CPU of a Lambda function for a record (100)
        --memory              megabytes of that function (1769)
        --timeout             seconds of that function (60)
      """;

  private final Map<String, Double> options = new HashMap<>();

  private SizingCli() {
    options.put("--key-bytes", 16.0);
    options.put("--peak-factor", 1.0);
    options.put("--records-per-entry", 1.0);
    options.put("--compression-ratio", 1.0);
    options.put("--consumers", 1.0);
    options.put("--fan-out-consumers", 0.0);
    options.put("--current-shards", 1.0);
    options.put("--micros-per-record", 100.0);
    options.put("--memory", 1769.0);
    options.put("--timeout", 60.0);
  }

  /**
   * Prints the plans; ends with status 2 and the usage if the options are not understood.
   *
   * @param args the options
   */
  public static void main(String[] args) {
    int status = run(List.of(args), System.out);
    if (status != 0) {
      System.exit(status);
    }
  }

  static int run(List<String> args, PrintStream out) {
    var cli = new SizingCli();
    try {
      cli.parse(args);
      cli.print(out);
      return 0;
    } catch (IllegalArgumentException e) {
      out.println(e.getMessage());
      out.print(USAGE);
      return 2;
    }
  }

  private void parse(List<String> args) {
    for (int i = 0; i < args.size(); i += 2) {
      String name = args.get(i);
      if (!USAGE.contains(name + " ") || !name.startsWith("--") || i + 1 == args.size()) {
        throw new IllegalArgumentException("option not understood: " + name);
      }
      try {
        options.put(name, Double.valueOf(args.get(i + 1)));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(name + " must be followed by a number", e);
      }
    }
  }

  private double option(String name) {
    Double value = options.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name + " is needed");
    }
    return value;
  }

  private void print(PrintStream out) {
    var packing = new Packing(option("--records-per-entry"), option("--compression-ratio"));
    var write =
        new WriteLoad(
            option("--records-per-second"),
            option("--record-bytes"),
            option("--key-bytes"),
            option("--peak-factor"),
            packing);
    var read = new ReadLoad((int) option("--consumers"), 1, (int) option("--fan-out-consumers"), 1);
    ShardPlan shards = ShardPlan.of(write, read);
    LambdaBatchPlan batch = LambdaBatchPlan.of(lambdaLoad(write));
    int guide = GuideFormulas.shards(write.recordsPerSecond(), write.bytesPerRecord());
    PriceList prices = PriceList.bundled();

    shards.sentences().forEach(out::println);
    out.println(Resharding.between((int) option("--current-shards"), shards.shards()).sentence());
    batch.sentences().forEach(out::println);
    out.println("The guide's formula would say %d shards.".formatted(guide));
    out.println(StreamCost.provisioned(write, shards.shards(), prices).sentence());
    out.println(StreamCost.onDemand(write, read.sharedConsumers(), prices).sentence());
  }

  private LambdaLoad lambdaLoad(WriteLoad write) {
    double micros = option("--micros-per-record");
    Duration perRecord = Duration.ofNanos(Math.round(micros * 1000));
    return LambdaLoad.builder((int) Math.ceil(write.entryBytes()), perRecord)
        .recordsPerEntry((int) Math.ceil(write.packing().recordsPerEntry()))
        .memoryMegabytes((int) option("--memory"))
        .timeout(Duration.ofSeconds((long) option("--timeout")))
        .build();
  }
}
