// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.engine.store.IdempotencyStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
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
}
