// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.testing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.kinesisetl.core.pipeline.ItemOutcome;
import io.github.kinesisetl.core.pipeline.Sink;
import io.github.kinesisetl.core.pipeline.WriteResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What each sink keeps to: it answers by item; one item that its service will never take is refused
 * alone, however the service says so, and its neighbours are stored; what is down is reported as
 * such, and stored when it is back. Extend it with a {@link Service} around the sink under test.
 *
 * @param <T> the type of item
 */
public abstract class SinkContract<T> {

  /** What no reason may quote: the items of a contract carry it. */
  protected static final String SECRET = "s3cr3t-payload";

  private static final int MANY = 60; // more than any service takes at once

  private @Nullable Service<T> opened;

  /** For a sink's own test. */
  protected SinkContract() {}

  /**
   * A sink and the service behind it.
   *
   * @return a service that holds none of the contract's items
   * @throws Exception if it cannot be started
   */
  protected abstract Service<T> open() throws Exception;

  /**
   * An item that the service takes.
   *
   * @param number tells it from others, 0 to 999
   * @return the item, with {@link #SECRET} in it
   */
  protected abstract T item(int number);

  /**
   * An item that can never be stored: too large, of the wrong form, without a key.
   *
   * @param number tells it from others, 0 to 999
   * @return the item, with {@link #SECRET} in it; empty if the sink takes whatever there is
   */
  protected abstract Optional<T> poisoned(int number);

  /**
   * An item that the sink's own codec, or whatever names an item, throws on.
   *
   * @return the item; empty if no code of a user's sees items
   */
  protected abstract Optional<T> unwritable();

  /**
   * How often a service that is down may be asked within one write, the sink's own retries
   * included.
   *
   * @return 5, unless overridden
   */
  protected int requestsWhileDown() {
    return 5;
  }

  /**
   * How many scripts of faults are played.
   *
   * @return 50, or what {@code -Dfaults.seeds=1000} says, unless overridden
   */
  protected int faultSeeds() {
    return Integer.getInteger("faults.seeds", 50);
  }

  @BeforeEach
  final void openService() throws Exception {
    opened = open();
  }

  @AfterEach
  final void closeService() throws IOException {
    service().close();
  }

  @Test
  final void write_nothing_isComplete() {
    WriteResult result = service().sink().write(List.of());
    assertThat(result.size()).isZero();
    assertThat(result.isComplete()).isTrue();
  }

  @Test
  final void write_manyItems_areAllStored() {
    assertAllStored(write(items(0, MANY)));
    assertThat(stored()).isEqualTo(numbers(0, MANY));
  }

  @Test
  final void write_onePoisonedAmongGoodOnes_isRefusedAlone() {
    assumeTrue(poisoned(1).isPresent(), "this sink takes whatever there is");
    List<T> items = items(0, 30);
    for (int at : new int[] {0, 7, 29}) {
      items.set(at, poisoned(at).orElseThrow());
    }
    assertRefusedOnly(write(items), Set.of(0, 7, 29));
    assertThat(stored()).isEqualTo(without(numbers(0, 30), 0, 7, 29));
  }

  @Test
  final void write_allPoisoned_refusesEach() {
    assumeTrue(poisoned(1).isPresent(), "this sink takes whatever there is");
    List<T> items = new ArrayList<>();
    IntStream.range(0, 13).forEach(i -> items.add(poisoned(i).orElseThrow()));
    assertRefusedOnly(write(items), numbers(0, 13));
    assertThat(stored()).isEmpty();
  }

  @Test
  final void write_itemThatTheCodecThrowsOn_isRefusedAlone() {
    assumeTrue(unwritable().isPresent(), "no code of a user's sees items");
    List<T> items = items(0, 12);
    items.set(5, unwritable().orElseThrow());
    assertRefusedOnly(write(items), Set.of(5));
    assertThat(stored()).isEqualTo(without(numbers(0, 12), 5));
  }

  @Test
  final void write_whenTheServiceRefusesWholeRequestsForOneItem_refusesThatItemAlone() {
    assumeTrue(service().refuseRequestsWith(Set.of(3, 11)), "this service answers by item, always");
    assertRefusedOnly(write(items(0, 20)), Set.of(3, 11));
    assertThat(stored()).isEqualTo(without(numbers(0, 20), 3, 11));
  }

  @Test
  final void write_whenTheServiceIsBusyWithSomeItems_storesTheOthersAndTheseLater() {
    Set<Integer> busy = Set.of(2, 3, 9);
    assumeTrue(service().busyWith(busy), "this service takes a request as a whole or not at all");
    WriteResult result = write(items(0, 12));
    for (int i = 0; i < 12; i++) {
      assertThat(result.of(i))
          .as("item %d", i)
          .isInstanceOf(busy.contains(i) ? ItemOutcome.Failed.class : ItemOutcome.Stored.class);
    }
    Set<Integer> left = numbers(0, 12);
    left.removeAll(busy);
    assertThat(stored()).isEqualTo(left);
    service().recover();
    assertAllStored(write(List.of(item(2), item(3), item(9))));
    assertThat(stored()).isEqualTo(numbers(0, 12));
  }

  @Test
  final void write_whileTheServiceIsDownAndBack_failsForNowThenStores() {
    service().down();
    WriteResult result = write(items(0, MANY));
    for (int i = 0; i < MANY; i++) {
      assertThat(result.of(i)).isInstanceOf(ItemOutcome.Failed.class);
    }
    assertThat(service().requests())
        .as("requests to a service that is down")
        .isLessThanOrEqualTo(requestsWhileDown());
    service().recover();
    assertThat(stored()).isEmpty();
    assertAllStored(write(items(0, MANY)));
    assertThat(stored()).isEqualTo(numbers(0, MANY));
  }

  @Test
  final void write_whileTheServiceDenies_failsForNow() {
    service().deny();
    WriteResult result = write(items(0, 3));
    for (int i = 0; i < 3; i++) { // the items are not at fault, so they are not given up
      assertThat(result.of(i)).isInstanceOf(ItemOutcome.Failed.class);
    }
    service().recover();
    assertAllStored(write(items(0, 3)));
  }

  @Test
  final void write_byManyThreads_storesAll() throws InterruptedException {
    List<WriteResult> results = Collections.synchronizedList(new ArrayList<>());
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int from = 50 * i;
      var thread = new Thread(() -> results.add(service().sink().write(items(from, 50))));
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(results).hasSize(4);
    results.forEach(SinkContract::assertAllStored);
    assertThat(stored()).isEqualTo(numbers(0, 200));
  }

  @Test
  final void write_underScriptsOfFaults_losesNothingAndEnds() throws Exception {
    for (int seed = 0; seed < faultSeeds(); seed++) {
      var random = new Random(seed);
      int count = 1 + random.nextInt(MANY);
      Set<Integer> hopeless = new TreeSet<>();
      if (random.nextInt(3) == 0) {
        hopeless.add(random.nextInt(count));
      }
      closeService();
      openService();
      assumeTrue(service().faults(random, hopeless), "this service plays no script");
      playFaults(seed, count, random, hopeless);
    }
  }

  /** Writes what is not done again and again, while the service fails and then while it works. */
  private void playFaults(int seed, int count, Random random, Set<Integer> hopeless) {
    Set<Integer> told = new TreeSet<>();
    Set<Integer> refused = new TreeSet<>();
    Set<Integer> left = numbers(0, count);
    int faultyWrites = 1 + random.nextInt(4);
    for (int write = 0; write <= faultyWrites && !left.isEmpty(); write++) {
      if (write == faultyWrites) {
        service().recover();
        boolean unused = service().refuseRequestsWith(hopeless);
      }
      int requestsBefore = service().requests();
      List<Integer> numbers = List.copyOf(left);
      WriteResult result = write(numbers.stream().map(this::item).toList());
      assertThat(service().requests() - requestsBefore)
          .as("requests of a write of seed %d", seed)
          .isLessThanOrEqualTo(requestsWhileDown() * numbers.size() + requestsWhileDown());
      for (int i = 0; i < numbers.size(); i++) {
        boolean isStored = result.of(i) instanceof ItemOutcome.Stored;
        if (isStored || result.of(i) instanceof ItemOutcome.Refused) {
          (isStored ? told : refused).add(numbers.get(i));
          left.remove(numbers.get(i));
        }
      }
    }
    assertThat(left).as("items that a service that works again fails, seed %d", seed).isEmpty();
    assertThat(hopeless).as("refused items of seed %d", seed).containsAll(refused);
    assertThat(stored()).as("what is stored of seed %d", seed).containsAll(told);
    assertThat(stored()).as("what was written of seed %d", seed).isSubsetOf(numbers(0, count));
  }

  private Service<T> service() {
    return requireNonNull(opened, "the service is opened before each test");
  }

  /** Writes, and checks what holds for each write. */
  private WriteResult write(List<T> items) {
    WriteResult result = service().sink().write(items);
    assertThat(result.size()).isEqualTo(items.size());
    for (int i = 0; i < result.size(); i++) {
      assertThat(result.of(i).toString()).doesNotContain(SECRET);
    }
    return result;
  }

  private Set<Integer> stored() {
    return new TreeSet<>(service().stored());
  }

  private List<T> items(int from, int count) {
    List<T> items = new ArrayList<>();
    IntStream.range(from, from + count).forEach(i -> items.add(item(i)));
    return items;
  }

  private static Set<Integer> numbers(int from, int count) {
    Set<Integer> numbers = new TreeSet<>();
    IntStream.range(from, from + count).forEach(numbers::add);
    return numbers;
  }

  private static Set<Integer> without(Set<Integer> numbers, Integer... left) {
    numbers.removeAll(List.of(left));
    return numbers;
  }

  private static void assertAllStored(WriteResult result) {
    assertThat(result).isEqualTo(WriteResult.stored(result.size()));
  }

  private static void assertRefusedOnly(WriteResult result, Set<Integer> refused) {
    for (int i = 0; i < result.size(); i++) {
      assertThat(result.of(i))
          .as("item %d", i)
          .isInstanceOf(refused.contains(i) ? ItemOutcome.Refused.class : ItemOutcome.Stored.class);
    }
  }

  /**
   * A sink and what is behind it, with what a test does to it. Used by one test.
   *
   * @param <T> the type of item
   */
  public interface Service<T> extends AutoCloseable {

    /**
     * The sink under test.
     *
     * @return the same each time
     */
    Sink<T> sink();

    /**
     * What the service holds.
     *
     * @return the numbers of items, in any order
     */
    List<Integer> stored();

    /** From now on, the service answers that it cannot do anything. */
    void down();

    /** From now on, the service denies access. */
    void deny();

    /**
     * From now on, the service refuses each request that holds one of some items, as a whole and
     * for good, and does not say which item it is.
     *
     * @param items their numbers
     * @return false if it can't: it answers by item, always
     */
    boolean refuseRequestsWith(Set<Integer> items);

    /**
     * From now on, the service does not take some items for now, and takes their neighbours.
     *
     * @param items their numbers
     * @return false if it can't: it takes a request as a whole or not at all
     */
    boolean busyWith(Set<Integer> items);

    /**
     * From now on, each request meets a fault or none, by chance: the service throttles, is out of
     * order, takes some items only, answers too late, with something else or not at all, before or
     * after it took the items.
     *
     * @param random all chance
     * @param hopeless the numbers of items for which the service refuses a request for good
     * @return false, unless overridden: no scripts are played
     */
    default boolean faults(Random random, Set<Integer> hopeless) {
      return false;
    }

    /** From now on, the service works. */
    void recover();

    /**
     * How often the service was asked.
     *
     * @return requests so far, whatever was answered
     */
    int requests();

    @Override
    void close() throws IOException;
  }
}
