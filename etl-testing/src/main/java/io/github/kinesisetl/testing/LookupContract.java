// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.core.enrich.Deadline;
import io.github.kinesisetl.core.enrich.Lookup;
import io.github.kinesisetl.core.enrich.LookupResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What each look-up keeps to: it answers with a result, whatever the key, says which edition of the
 * reference data it has asked, and many threads may ask it.
 *
 * @param <V> what is known of a key
 */
public abstract class LookupContract<V> {

  /** For a look-up's own test. */
  protected LookupContract() {}

  /**
   * The look-up to ask.
   *
   * @return the same for one test; it knows the key {@code known} and not {@code unknown}
   */
  protected abstract Lookup<String, V> lookup();

  @Test
  final void find_aKnownKey_isFoundWithItsVersion() {
    LookupResult<V> result = lookup().find("known", Deadline.none());
    assertThat(result).isInstanceOf(LookupResult.Found.class);
    assertThat(((LookupResult.Found<V>) result).version()).isNotEmpty();
    assertThat(lookup().find("known", Deadline.none())).isEqualTo(result);
  }

  @Test
  final void find_aKeyThatIsNotThere_isAbsent() {
    assertThat(lookup().find("unknown", Deadline.none())).isInstanceOf(LookupResult.Absent.class);
  }

  @Test
  final void find_oddKeys_areAnsweredAndNotQuoted() {
    for (String key : List.of("", " ", "\u0000", "' OR 1=1 --", "s3cr3t".repeat(10_000))) {
      LookupResult<V> result = lookup().find(key, Deadline.none());
      assertThat(result).isNotInstanceOf(LookupResult.Found.class);
      assertThat(result.toString()).doesNotContain("s3cr3t");
    }
  }

  @Test
  final void find_byManyThreads_givesAllTheSame() throws InterruptedException {
    List<LookupResult<V>> results = Collections.synchronizedList(new ArrayList<>());
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(
          new Thread(() -> {
            for (int k = 0; k < 250; k++) {
              results.add(lookup().find("known", Deadline.none()));
            }
          }));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(results).hasSize(1_000).containsOnly(results.get(0));
  }
}
