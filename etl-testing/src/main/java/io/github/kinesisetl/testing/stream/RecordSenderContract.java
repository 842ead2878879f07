// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.testing.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.producer.spi.Entry;
import io.github.kinesisetl.producer.spi.EntryResult;
import io.github.kinesisetl.producer.spi.RecordSender;
import io.github.kinesisetl.producer.spi.ShardDirectory;
import io.github.kinesisetl.producer.spi.ShardDirectory.OpenShard;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What each sender keeps to: a result an entry, in their order; bytes, key and hash key arrive as
 * they are, in order on each shard; a failure is told, not thrown. A test gets a stream of its own,
 * of several shards.
 */
public abstract class RecordSenderContract {

  /** For a sender's own test. */
  protected RecordSenderContract() {}

  /**
   * The sender to ask, of a stream that holds nothing.
   *
   * @return the same for one test
   */
  protected abstract RecordSender sender();

  /**
   * The shards of that stream.
   *
   * @return the same for one test
   */
  protected abstract ShardDirectory directory();

  /**
   * What the stream holds, read by other means than the sender's.
   *
   * @param shardId a shard
   * @return its entries in their order; hash keys may be left out
   */
  protected abstract List<Entry> stored(String shardId);

  /** From now on, the service does not answer. */
  protected abstract void breakDown();

  @Test
  final void send_asManyEntriesAsARequestTakes_storesKeyAndBytesInOrderAndTellsWhere() {
    var random = new Random(1);
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      byte[] array = new byte[random.nextInt(5_000)];
      random.nextBytes(array);
      HashKey hashKey = i % 2 == 0 ? null : new HashKey(random.nextLong(), random.nextLong());
      entries.add(new Entry("kéy-" + i, hashKey, array, array.length / 2));
    }
    List<EntryResult> results = sender().send(entries);
    assertThat(results).hasSize(500).allMatch(EntryResult.Stored.class::isInstance);
    for (OpenShard shard : directory().openShards()) {
      List<String> sent = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        if (((EntryResult.Stored) results.get(i)).shardId().equals(shard.shardId())) {
          assertThat(shard.range().contains(hashOf(entries.get(i)))).isTrue();
          sent.add(show(entries.get(i)));
        }
      }
      assertThat(stored(shard.shardId()).stream().map(RecordSenderContract::show).toList())
          .isEqualTo(sent);
    }
  }

  @Test
  final void send_anEntryWithoutBytes_isStored() {
    List<EntryResult> results = sender().send(List.of(new Entry("k", null, new byte[0])));
    assertThat(results).singleElement().isInstanceOf(EntryResult.Stored.class);
  }

  @Test
  final void send_whileTheServiceDoesNotAnswer_failsEachEntryForNow() {
    breakDown();
    List<EntryResult> results = sender().send(List.of(entry("a"), entry("b")));
    assertThat(results)
        .hasSize(2)
        .allSatisfy(result -> {
          assertThat(result).isInstanceOf(EntryResult.Failed.class);
          assertThat(((EntryResult.Failed) result).kind().isPermanent()).isFalse();
        });
  }

  @Test
  final void send_byManyThreads_mixesNothingUp() throws InterruptedException {
    List<String> sent = Collections.synchronizedList(new ArrayList<>());
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      String name = "t" + i;
      threads.add(
          new Thread(() -> {
            for (int k = 0; k < 10; k++) {
              Entry entry = entry(name + "-" + k);
              if (sender().send(List.of(entry)).get(0) instanceof EntryResult.Stored) {
                sent.add(show(entry));
              }
            }
          }));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    List<String> found = new ArrayList<>();
    for (OpenShard shard : directory().openShards()) {
      stored(shard.shardId()).forEach(entry -> found.add(show(entry)));
    }
    assertThat(sent).hasSize(40);
    assertThat(found).containsExactlyInAnyOrderElementsOf(sent);
  }

  @Test
  final void openShards_coverTheWholeHashSpaceOnce() {
    List<OpenShard> shards = new ArrayList<>(directory().openShards());
    shards.sort((a, b) -> a.range().start().compareTo(b.range().start()));
    assertThat(shards.get(0).range().start()).isEqualTo(HashKey.MIN);
    assertThat(shards.get(shards.size() - 1).range().end()).isEqualTo(HashKey.MAX);
    for (OpenShard shard : shards) {
      long owners = shards.stream().filter(s -> s.range().contains(shard.range().end())).count();
      assertThat(owners).isEqualTo(1);
    }
  }

  private static HashKey hashOf(Entry entry) {
    HashKey own = entry.explicitHashKey();
    return own == null ? HashKey.ofPartitionKey(entry.partitionKey()) : own;
  }

  private static String show(Entry entry) {
    return entry.partitionKey() + Arrays.hashCode(entry.copyData());
  }

  private static Entry entry(String key) {
    return new Entry(key, null, key.getBytes(StandardCharsets.UTF_8));
  }
}
