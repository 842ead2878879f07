// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.engine.store.DetectorState;
import io.github.kinesisetl.engine.store.DetectorStore;
import io.github.kinesisetl.engine.store.SaveResult;
import io.github.kinesisetl.engine.store.SaveResult.Saved;
import io.github.kinesisetl.engine.store.SaveResult.Superseded;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What each store of detectors keeps to. A test gets a store that knows nothing of its series. */
public abstract class DetectorStoreContract {

  private static final byte[] FIRST = {1, 2, 3};
  private static final byte[] SECOND = {0, -1};

  /** For a store's own test. */
  protected DetectorStoreContract() {}

  /**
   * The store to ask.
   *
   * @return a store in which no test before saved the series of another
   */
  protected abstract DetectorStore store();

  @Test
  void load_seriesThatWereNeverSaved_areAbsent() {
    assertThat(store().load(List.of("never", "neither"))).isEmpty();
    assertThat(store().load(List.of())).isEmpty();
  }

  @Test
  void save_nextVersions_areLoadedAndGrow() {
    DetectorStore store = store();
    long first = saved(store, "grows", FIRST, DetectorStore.NO_VERSION);
    assertLoaded(store, "grows", FIRST, first);
    long second = saved(store, "grows", SECOND, first);
    assertThat(second).isGreaterThan(first).isGreaterThan(DetectorStore.NO_VERSION);
    assertLoaded(store, "grows", SECOND, second);
  }

  @Test
  void save_fromAVersionThatIsNotTheNewest_changesNothing() {
    DetectorStore store = store();
    long first = saved(store, "contested", FIRST, DetectorStore.NO_VERSION);
    long second = saved(store, "contested", SECOND, first);
    for (long stale : new long[] {DetectorStore.NO_VERSION, first, second + 1}) {
      assertThat(store.save("contested", FIRST, stale)).isEqualTo(new Superseded());
    }
    assertThat(store.save("absent", FIRST, first)).isEqualTo(new Superseded());
    assertLoaded(store, "contested", SECOND, second);
    assertThat(store.load(List.of("absent"))).isEmpty();
  }

  @Test
  void load_manySeries_givesEachItsOwnState() {
    DetectorStore store = store();
    var random = new Random(7);
    List<byte[]> states = new ArrayList<>();
    for (int i = 0; i < 230; i++) {
      byte[] state = new byte[7_000];
      random.nextBytes(state);
      states.add(state);
      assertThat(saved(store, "many" + i, state, DetectorStore.NO_VERSION)).isPositive();
    }
    List<String> asked = new ArrayList<>();
    IntStream.range(0, 300).forEach(i -> asked.add("many" + i));
    asked.add("many0");
    Map<String, DetectorState> loaded = store.load(asked);
    assertThat(loaded).hasSize(230);
    for (int i = 0; i < 230; i++) {
      byte[] state = states.get(i);
      assertThat(loaded)
          .hasEntrySatisfying("many" + i, found -> assertThat(found.bytes()).isEqualTo(state));
    }
  }

  @Test
  void save_namesOfAnyKind_areSeriesOfTheirOwn() {
    DetectorStore store = store();
    String veryLong = "ключ😀".repeat(5_000);
    List<String> names =
        List.of("", " ", "a/b#c", "sha256:", veryLong, veryLong + "x", "long".repeat(128) + "er");
    for (int i = 0; i < names.size(); i++) {
      byte[] state = {(byte) i};
      assertThat(saved(store, names.get(i), state, DetectorStore.NO_VERSION)).isPositive();
    }
    Map<String, DetectorState> loaded = store.load(names);
    assertThat(loaded).containsOnlyKeys(names);
    for (int i = 0; i < names.size(); i++) {
      int number = i;
      assertThat(loaded)
          .hasEntrySatisfying(
              names.get(i), found -> assertThat(found.bytes()).containsExactly(number));
    }
  }

  @Test
  void save_byManyAtOnceFromOneVersion_isTakenFromOneOfThem() throws Exception {
    DetectorStore store = store();
    var taken = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      byte[] state = {(byte) i};
      var thread =
          new Thread(() -> {
            if (store.save("raced", state, DetectorStore.NO_VERSION) instanceof Saved) {
              taken.incrementAndGet();
            }
          });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(taken).hasValue(1);
  }

  private static long saved(DetectorStore store, String series, byte[] state, long version) {
    SaveResult result = store.save(series, Arrays.copyOf(state, state.length), version);
    assertThat(result).isInstanceOf(Saved.class);
    return ((Saved) result).version();
  }

  private static void assertLoaded(DetectorStore store, String series, byte[] state, long version) {
    assertThat(store.load(List.of(series)))
        .hasEntrySatisfying(
            series,
            loaded -> {
              assertThat(loaded.bytes()).isEqualTo(state);
              assertThat(loaded.version()).isEqualTo(version);
            });
  }
}
