// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.kinesisetl.engine.store.BegunEntries;
import io.github.kinesisetl.engine.store.IdempotencyStore;
import io.github.kinesisetl.engine.store.MarkOwner;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What each memory of done records keeps to. A test gets a store that remembers nothing, or at
 * least none of its shards, for an hour by a clock that the contract moves.
 */
public abstract class IdempotencyStoreContract {

  /** How long the store under test is to remember. */
  protected static final Duration LIFE = Duration.ofHours(1);

  private Instant now = Instant.ofEpochSecond(1_700_000_000);

  /** For a store's own test. */
  protected IdempotencyStoreContract() {}

  /**
   * The store to ask.
   *
   * @param clock tells the time
   * @return a store that remembers for {@link #LIFE}
   */
  protected abstract IdempotencyStore store(InstantSource clock);

  /** The longest lease of the store under test, if it marks entries. */
  protected static final Duration MAX_LEASE = Duration.ofMinutes(10);

  /**
   * A store that marks entries, with leases of at most {@link #MAX_LEASE}.
   *
   * @param clock tells the time
   * @return a store that remembers for {@link #LIFE}; one that marks nothing, unless overridden
   */
  protected IdempotencyStore markingStore(InstantSource clock) {
    return store(clock);
  }

  private IdempotencyStore markingStore() {
    IdempotencyStore store = markingStore(() -> now);
    assumeTrue(store.marksEntries(), "this store marks no entries");
    return store;
  }

  private static MarkOwner owner(String id) {
    return new MarkOwner(id, "marked", Duration.ofMinutes(1));
  }

  private static List<String> entries(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "entry" + i).toList();
  }

  private IdempotencyStore store() {
    return store(() -> now);
  }

  @Test
  void done_idsThatWereNeverRemembered_areUnknown() {
    IdempotencyStore store = store();
    assertThat(store.done("never", List.of("a", "b"))).isEmpty();
    assertThat(store.done("never", List.of())).isEmpty();
  }

  @Test
  void done_manyIds_givesThoseThatAreRememberedOfThatShard() {
    IdempotencyStore store = store();
    List<String> ids = new ArrayList<>(IntStream.range(0, 230).mapToObj(i -> "id" + i).toList());
    store.remember("many", ids);
    ids.add("other");
    assertThat(store.mayKnow("many")).isTrue();
    assertThat(store.done("many", ids)).hasSize(230).doesNotContain("other");
    assertThat(store.done("another", ids)).isEmpty();
  }

  @Test
  void remember_again_changesNothing() {
    IdempotencyStore store = store();
    store.remember("twice", List.of("a"));
    store.remember("twice", List.of("a", "b"));
    assertThat(store.done("twice", List.of("a", "b", "c"))).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void done_afterTheLifeOfAnId_forgetsIt() {
    IdempotencyStore store = store();
    store.remember("ages", List.of("a"));
    now = now.plus(LIFE).minusSeconds(1);
    assertThat(store.done("ages", List.of("a"))).containsExactly("a");
    now = now.plusSeconds(2);
    assertThat(store.done("ages", List.of("a"))).isEmpty();
    store.remember("ages", List.of("a"));
    assertThat(store.done("ages", List.of("a"))).containsExactly("a");
  }

  @Test
  void ids_ofAnyCharacters_areToldApart() {
    IdempotencyStore store = store();
    List<String> ids = List.of("a\nb", "a", "b", "ключ😀", "a b", "#any:1");
    for (String id : ids) {
      store.remember("chars", List.of(id));
    }
    assertThat(store.done("chars", ids)).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(store.done("chars", List.of("a\n", "\nb"))).isEmpty();
  }

  @Test
  void remember_byManyAtOnce_losesNone() throws InterruptedException {
    IdempotencyStore store = store();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      String id = "t" + i;
      var thread = new Thread(() -> store.remember("raced", List.of(id, "same")));
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(store.done("raced", List.of("t0", "t1", "t2", "t3", "same"))).hasSize(5);
  }

  @Test
  void begin_storeThatMarksNothing_givesAllEntries() {
    IdempotencyStore store = store();
    assertThat(store.marksEntries()).isFalse();
    assertThat(store.begin(owner("a"), entries(0, 3), () -> true).own())
        .containsExactlyInAnyOrderElementsOf(entries(0, 3));
  }

  @Test
  void begin_entriesOfWhichSomeAreAnothers_givesTheOthers() {
    IdempotencyStore store = markingStore();
    assertThat(store.begin(owner("a"), entries(0, 230), () -> true).own()).hasSize(230);
    BegunEntries begun = store.begin(owner("b"), entries(115, 345), () -> true);
    assertThat(begun.own()).containsExactlyInAnyOrderElementsOf(entries(230, 345));
    assertThat(begun.done()).isEmpty();
    var elsewhere = new MarkOwner("b", "other", Duration.ofMinutes(1));
    assertThat(store.begin(elsewhere, entries(0, 3), () -> true).own()).hasSize(3);
  }

  @Test
  void begin_again_keepsTheOwnMarks() {
    IdempotencyStore store = markingStore();
    assertThat(store.begin(owner("a"), entries(0, 3), () -> true).own()).hasSize(3);
    now = now.plusSeconds(40);
    assertThat(store.begin(owner("a"), entries(0, 3), () -> true).own()).hasSize(3);
    now = now.plusSeconds(40); // the first lease would be over
    assertThat(store.begin(owner("b"), entries(0, 3), () -> true).own()).isEmpty();
  }

  @Test
  void begin_afterTheLease_takesTheMarkOfADeliveryThatWasKilled() {
    IdempotencyStore store = markingStore();
    var longer = new MarkOwner("killed", "marked", Duration.ofDays(1));
    assertThat(store.begin(longer, entries(0, 2), () -> true).own()).hasSize(2);
    now = now.plus(MAX_LEASE).minusMillis(1);
    assertThat(store.begin(owner("b"), entries(0, 2), () -> true).own()).isEmpty();
    now = now.plusMillis(1);
    assertThat(store.begin(owner("b"), entries(0, 2), () -> true).own()).hasSize(2);
    store.release(longer, entries(0, 2), () -> true); // late: they are another's by now
    assertThat(store.begin(owner("c"), entries(0, 2), () -> true).own()).isEmpty();
  }

  @Test
  void finish_isSeenByOthersForTheStoresLife() {
    IdempotencyStore store = markingStore();
    assertThat(store.begin(owner("a"), entries(0, 40), () -> true).own()).hasSize(40);
    store.finish(owner("a"), entries(0, 30));
    BegunEntries begun = store.begin(owner("b"), entries(0, 50), () -> true);
    assertThat(begun.done()).containsExactlyInAnyOrderElementsOf(entries(0, 30));
    assertThat(begun.own()).containsExactlyInAnyOrderElementsOf(entries(40, 50));
    now = now.plus(LIFE).plusSeconds(1);
    assertThat(store.begin(owner("b"), entries(0, 50), () -> true).own()).hasSize(50);
  }

  @Test
  void release_givesTheOwnEntriesFreeAndNoOthers() {
    IdempotencyStore store = markingStore();
    assertThat(store.begin(owner("a"), entries(0, 150), () -> true).own()).hasSize(150);
    store.finish(owner("a"), entries(0, 1));
    store.release(owner("b"), entries(0, 150), () -> true);
    assertThat(store.begin(owner("b"), entries(0, 150), () -> true).own()).isEmpty();
    store.release(owner("a"), entries(0, 150), () -> true);
    BegunEntries begun = store.begin(owner("b"), entries(0, 150), () -> true);
    assertThat(begun.done()).containsExactly("entry0");
    assertThat(begun.own()).hasSize(149);
  }

  @Test
  void begin_byManyAtOnce_givesEachEntryToOne() throws InterruptedException {
    IdempotencyStore store = markingStore();
    List<String> given = new ArrayList<>(); // guarded by itself
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    for (int i = 0; i < 4; i++) {
      MarkOwner owner = owner("racer" + i);
      var thread =
          new Thread(() -> {
            for (int from = 0; from < 120; from += 30) {
              Set<String> own = store.begin(owner, entries(from, from + 60), () -> true).own();
              synchronized (given) {
                own.forEach(entry -> given.add(owner.id() + entry));
              }
            }
          });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    List<String> entries = given.stream().distinct().map(one -> one.substring(6)).toList();
    assertThat(entries).doesNotHaveDuplicates().isNotEmpty();
  }
}
