// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.kinesisetl.core.sizing.LambdaBatchPlan.Bound;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SizingTest {
  private static final int MIB = 1_048_576;

  @ParameterizedTest
  @CsvSource({
    "0, 100, 0",
    "1, 1, 1",
    "1000, 100, 1",
    "1001, 100, 2",
    "5000, 100, 5",
    "1000, 1000, 1",
    "1000, 1001, 1",
    "1000, 1048, 1",
    "1000, 1049, 2",
    "1000, 2048, 2",
    "10, 1000000, 10",
    "10, 1048576, 10",
    "10, 1048577, 11"
  })
  void guideShards_countsMegabytesOf1024Times1024(double rate, double bytes, int shards) {
    assertThat(GuideFormulas.shards(rate, bytes)).isEqualTo(shards);
  }

  @ParameterizedTest
  @CsvSource({"1e9, 1e8", "NaN, 1", "1, -1", "1, NaN", "-1, 1"})
  void guideShards_ofWhatNoStreamHas_saysWhichFigure(double rate, double bytes) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GuideFormulas.shards(rate, bytes))
        .withMessageMatching("(shards for|recordsPerSecond|averageRecordBytes) .*");
  }

  @ParameterizedTest
  @CsvSource({"1, NaN", "1, -1", "NaN, 1", "-1, 1", "1, 901"})
  void legacyBatchSize_ofWhatIsNoTimeOrSize_isRefused(double bytes, double seconds) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GuideFormulas.legacyBatchSize(bytes, seconds));
  }

  @ParameterizedTest
  @CsvSource({"100, 0.1, 1000", "100, 5, 1000", "100, 5.1, 100", "51200, 1, 1000", "1, 60, 100"})
  void legacyBatchSize_looksAtTheTimeOnly(double bytes, double seconds, int batch) {
    assertThat(GuideFormulas.legacyBatchSize(bytes, seconds)).isEqualTo(batch);
  }

  @ParameterizedTest
  @CsvSource({
    "94, 5, 8762, PAYLOAD, 1",
    "100, 5, 8665, PAYLOAD, 1",
    "100, 20000, 1499, TIME, 21",
    "5120, 1000, 848, PAYLOAD, 1",
    "25600, 1000, 181, PAYLOAD, 1",
    "51200, 1000, 91, PAYLOAD, 1",
    "1048576, 1000, 4, PAYLOAD, 1",
    "27, 5, 10000, MAPPING, 1",
  })
  void batchPlan_ofTheWorkedExamples_isTheirNumber(
      int bytes, long micros, int batch, Bound bound, int concurrency) {
    LambdaBatchPlan plan = plan(bytes, micros);

    assertThat(plan.batchSize()).isEqualTo(batch);
    assertThat(plan.bound()).isEqualTo(bound);
    assertThat(plan.concurrency()).isEqualTo(concurrency);
    assertThat(plan.shardFactor()).isEqualTo((concurrency + 9) / 10);
  }

  @Test
  void batchPlan_ofAHundredBytes_waitsForWholeSeconds() {
    assertThat(plan(100, 5).pace().window()).isEqualTo(Duration.ofSeconds(8));
    assertThat(plan(100, 5).sentences())
        .contains("Next step: set ParallelizationFactor 1 and a window of 8 s.");
  }

  /** Issue 11: the plan advised a ParallelizationFactor that does nothing for aggregates. */
  @Test
  void batchPlan_ofEntriesOfSeveralRecords_advisesNoParallelizationFactor() {
    Duration slow = Duration.ofMillis(2);
    LambdaBatchPlan plan =
        LambdaBatchPlan.of(LambdaLoad.builder(10_000, slow).recordsPerEntry(100).build());
    assertThat(plan.lanes()).isEqualTo(1);
    assertThat(plan.shardFactor()).isEqualTo(plan.concurrency()).isGreaterThan(1);
    assertThat(plan.pace().utilization()).isGreaterThan(1);
    assertThat(plan.sentences())
        .last()
        .asString()
        .contains("a ParallelizationFactor does nothing", "lanes", "times the shards");
    LambdaBatchPlan single = LambdaBatchPlan.of(LambdaLoad.builder(10_000, slow).build());
    assertThat(single.lanes()).isEqualTo(10);
  }

  @Test
  void batchPlan_ofTenMebibytes_cannotBeDelivered() {
    LambdaBatchPlan plan = plan(10 * MIB, 1000);

    assertThat(plan.batchSize()).isZero();
    assertThat(plan.bound()).isEqualTo(Bound.PAYLOAD);
    assertThat(plan.sentences()).singleElement().asString().contains("never receive");
    assertThat(plan(4_718_139, 1000).batchSize()).isEqualTo(1);
    assertThat(plan(4_718_140, 1000).batchSize()).isZero();
  }

  @Test
  void batchPlan_withLittleMemory_isBoundByMemory() {
    LambdaBatchPlan plan =
        LambdaBatchPlan.of(
            LambdaLoad.builder(100_000, Duration.ofNanos(5_000)).memoryMegabytes(140).build());

    assertThat(plan.bound()).isEqualTo(Bound.MEMORY);
    // 0.85 * 140 - 110 = 9 MiB by 2 * (590 + 4 * 33,334) + 5 * 100,000 = 767,852 bytes
    assertThat(plan.batchSize()).isEqualTo(12);
  }

  @Test
  void batchPlan_fromNames_countsTheirBytes() {
    LambdaLoad load =
        LambdaLoad.builder(0, Duration.ofNanos(1))
            .names("k".repeat(8), "s".repeat(80), "r".repeat(71), "us-east-1")
            .build();

    assertThat(load.payloadBytesPerEntry()).isEqualTo(590);
  }

  static LongStream seeds() {
    return LongStream.range(0, 50);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void batchPlan_ofAnyLoad_keepsAllItsLimits(long seed) {
    var random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      int bytes = random.nextInt(1 << (1 + random.nextInt(22)));
      long micros = 1L + random.nextInt(1 << (1 + random.nextInt(20)));
      LambdaBatchPlan plan = plan(bytes, micros);
      long payload = plan.batchSize() * (590L + 4L * ((bytes + 2) / 3)) + 13;
      assertThat(payload).isLessThanOrEqualTo(6L * MIB);
      assertThat(plan.pace().batchTime()).isLessThanOrEqualTo(Duration.ofSeconds(30));
      assertThat(plan.pace().window()).isBetween(Duration.ZERO, Duration.ofSeconds(60));
      assertThat(plan.pace().window().toMillis() % 1_000).isZero();
      assertThat(plan.sentences()).isNotEmpty();
    }
  }

  @Test
  void shardPlan_ofSmallRecords_isBoundByEntriesAndSaysAggregate() {
    ShardPlan plan = ShardPlan.of(WriteLoad.of(10_000, 500), ReadLoad.shared(1));

    assertThat(plan.shards()).isEqualTo(13);
    assertThat(plan.binding()).isEqualTo(Constraint.WRITE_ENTRIES);
    assertThat(plan.headroom()).isEqualTo(1.3, within(1e-9));
    assertThat(plan.sentences())
        .containsExactly(
            "13 shards: entries written bind, 10,000 a second at the peak where a shard takes"
                + " 1,000.",
            "77 % of that is used; the load may grow 1.30 times.",
            "Next step: aggregate; bytes alone need 5 shards.");
  }

  @Test
  void shardPlan_ofPackedRecords_needsFarFewer() {
    WriteLoad load = WriteLoad.of(10_000, 500).packedAs(new Packing(200, 4));

    ShardPlan plan = ShardPlan.of(load, ReadLoad.shared(1));

    // (20 + 200 * 527) / 4 + 16 = 26,371 bytes, 50 a second
    assertThat(load.entryBytes()).isEqualTo(26_371);
    assertThat(plan.shards()).isEqualTo(2);
    assertThat(plan.binding()).isEqualTo(Constraint.WRITE_BYTES);
  }

  @Test
  void shardPlan_withKeysOfAKilobyte_countsThem() {
    var load = new WriteLoad(1000, 1024, 1024, 1, Packing.none());

    assertThat(ShardPlan.of(load, ReadLoad.shared(1), 1).shards()).isEqualTo(2);
  }

  @Test
  void shardPlan_withAPeak_plansForIt() {
    ShardPlan plan = ShardPlan.of(WriteLoad.of(1000, 10).peakingAt(5), ReadLoad.shared(1), 1);

    assertThat(plan.shards()).isEqualTo(5);
  }

  @Test
  void shardPlan_withManySharedConsumers_isBoundByReadingAndWarnsOfCalls() {
    ShardPlan plan = ShardPlan.of(WriteLoad.of(1000, 5000), ReadLoad.shared(6));

    assertThat(plan.binding()).isEqualTo(Constraint.SHARED_READ_BYTES);
    // 1,000 * 5,016 * 6 / (2 MiB * 0.8)
    assertThat(plan.shards()).isEqualTo(18);
    assertThat(plan.sentences()).anyMatch(sentence -> sentence.contains("enhanced fan-out"));
    assertThat(plan.sentences()).anyMatch(sentence -> sentence.contains("5 are allowed"));
  }

  @Test
  void shardPlan_ofNothing_isOneShard() {
    ShardPlan plan = ShardPlan.of(WriteLoad.of(0, 0), ReadLoad.shared(0));

    assertThat(plan.shards()).isEqualTo(1);
    assertThat(plan.headroom()).isInfinite();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void shardPlan_ofAnyLoad_neverExceedsAShardsLimits(long seed) {
    var random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      var packing = new Packing(1 + random.nextInt(100), 1 + 9 * random.nextDouble());
      double rate = random.nextInt(1_000_000);
      var write = new WriteLoad(rate, random.nextInt(10_000), 16, 1 + random.nextDouble(), packing);
      ShardPlan plan = ShardPlan.of(write, new ReadLoad(random.nextInt(5), 1, 1, 1.5));

      assertThat(plan.utilization()).isLessThanOrEqualTo(0.8 + 1e-6);
      for (ShardPlan.Demand demand : plan.demands()) {
        assertThat(plan.shards()).isGreaterThanOrEqualTo(demand.shards());
      }
    }
  }

  @Test
  void resharding_isDoubledOrHalvedByEachCall() {
    assertThat(Resharding.between(2, 13).targets()).containsExactly(4, 8, 13);
    assertThat(Resharding.between(13, 2).targets()).containsExactly(7, 4, 2);
    assertThat(Resharding.between(3, 3).targets()).isEmpty();
    assertThat(Resharding.between(1, 1024).fitsIntoADay()).isTrue();
    assertThat(Resharding.between(1, 1025).fitsIntoADay()).isFalse();
    assertThat(Resharding.between(2, 13).sentence())
        .isEqualTo("From 2 shards call UpdateShardCount with 4, 8, 13.");
    assertThatThrownBy(() -> new Resharding(2, List.of(5))).hasMessageContaining("1 to 4");
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void resharding_betweenAny_arrives(long seed) {
    var random = new Random(seed);
    int from = 1 + random.nextInt(20_000);
    int to = 1 + random.nextInt(20_000);
    if (from != to) {
      assertThat(Resharding.between(from, to).targets()).last().isEqualTo(to);
    }
  }

  @Test
  void cost_provisioned_isShardHoursAndPutUnits() {
    // 2 * 730 * 0.015; 1,000 * 2,628,000 s / 1e6 * 0.014
    StreamCost cost = StreamCost.provisioned(WriteLoad.of(1000, 500), 2, PriceList.bundled());

    assertThat(cost.capacity()).isEqualTo(21.90, within(0.005));
    assertThat(cost.writing()).isEqualTo(36.79, within(0.005));
    assertThat(cost.total()).isEqualTo(58.69, within(0.005));
    assertThat(cost.sentence()).contains("$58.69").contains("2023-09-21").contains("checked");
  }

  @Test
  void cost_onDemand_roundsEachEntryToAKibibyte() {
    // 730 * 0.04; 2.628e9 KiB = 2,506.26 GB * 0.08; 2.628e9 * 516 B = 1,262.94 GB * 0.04
    StreamCost cost = StreamCost.onDemand(WriteLoad.of(1000, 500), 1, PriceList.bundled());

    assertThat(cost.capacity()).isEqualTo(29.20, within(0.005));
    assertThat(cost.writing()).isEqualTo(200.50, within(0.005));
    assertThat(cost.reading()).isEqualTo(50.52, within(0.005));
  }

  @Test
  void cost_ofLargeEntries_countsPutUnitsOf25Kibibytes() {
    var prices = PriceList.bundled();
    double one = StreamCost.provisioned(WriteLoad.of(100, 25 * 1024 - 16), 1, prices).writing();
    double two = StreamCost.provisioned(WriteLoad.of(100, 25 * 1024 - 15), 1, prices).writing();

    assertThat(two).isEqualTo(2 * one, within(1e-9));
  }

  @Test
  void prices_ofOnesOwn_areReadAndChecked() throws IOException {
    String text =
        """
        region=eu-central-1
        as-of=2026-11-01
        source=me
        shard-hour=1
        million-put-payload-units=1
        on-demand-stream-hour=1
        on-demand-gb-in=1
        """;
    PriceList prices = PriceList.read(new StringReader(text + "on-demand-gb-out=1"));

    assertThat(prices.region()).isEqualTo("eu-central-1");
    assertThat(prices.asOf()).isEqualTo(LocalDate.of(2026, 11, 1));
    assertThatThrownBy(() -> PriceList.read(new StringReader(text)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("on-demand-gb-out");
    assertThatThrownBy(() -> PriceList.read(new StringReader(text + "on-demand-gb-out=x")))
        .isInstanceOf(IOException.class);
  }

  @Test
  void loads_outOfRange_sayWhatIsAllowed() {
    assertThatThrownBy(() -> WriteLoad.of(-1, 1))
        .hasMessageContaining("recordsPerSecond must be 0");
    assertThatThrownBy(() -> WriteLoad.of(Double.NaN, 1)).hasMessageContaining("recordsPerSecond");
    assertThatThrownBy(() -> WriteLoad.of(1, 1e6).packedAs(new Packing(100, 1)))
        .hasMessageContaining("pack fewer");
    assertThatThrownBy(() -> new Packing(0, 1)).hasMessageContaining("recordsPerEntry");
    assertThatThrownBy(() -> new ReadLoad(1, 6, 0, 1)).hasMessageContaining("readsPerSecond");
    assertThatThrownBy(() -> LambdaLoad.builder(1, Duration.ZERO)).hasMessageContaining("seconds");
  }

  private static LambdaBatchPlan plan(int bytes, long micros) {
    return LambdaBatchPlan.of(LambdaLoad.builder(bytes, Duration.ofNanos(1000 * micros)).build());
  }
}
