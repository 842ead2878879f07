// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.stream;

import static io.github.kinesisetl.local.stream.ModelFixture.STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.local.api.PutEntry;
import io.github.kinesisetl.local.api.ShardView;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ConcurrencyTest {

  private static final int WRITERS = 3;
  private static final int PUTS = 300;

  private final ModelFixture model = ModelFixture.lenient().withStream(2);

  @Test
  void put_whileOthersPutAndReshard_keepsEveryKeyInOrder() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS + 1);
    List<Future<?>> done = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      done.add(threads.submit(writer("writer-" + i)));
    }
    done.add(threads.submit(this::reshard));
    for (Future<?> each : done) {
      each.get();
    }
    threads.shutdown();

    Map<String, Integer> lastByKey = new HashMap<>();
    int count = 0;
    // shards are listed parents first, so that a key's entries come in the order of its shards
    for (ShardView shard : model.shards(ShardFilter.Type.FROM_TRIM_HORIZON, null)) {
      for (DeliveredEntry entry : model.readAll(shard.id()).entries()) {
        int number = ByteBuffer.wrap(entry.data()).getShort();
        Integer last = lastByKey.put(entry.partitionKey(), number);
        assertThat(last == null ? -1 : last).isLessThan(number);
        count++;
      }
    }
    assertThat(count).isEqualTo(WRITERS * PUTS);
  }

  private Callable<Integer> writer(String name) {
    return () -> {
      for (int i = 0; i < PUTS; i++) {
        byte[] number = {(byte) (i >>> 8), (byte) i};
        model.put(new PutEntry(name + "-" + i % 7, null, number));
      }
      return PUTS;
    };
  }

  private int reshard() {
    int[] targets = {4, 3, 5, 2, 1, 2};
    for (int i = 0; i < 60; i++) {
      int open = model.streams.view(STREAM).openShards();
      int wanted = targets[i % targets.length];
      model.resharding.updateShardCount(
          STREAM, Math.max((open + 1) / 2, Math.min(2 * open, wanted)));
    }
    return model.streams.view(STREAM).openShards();
  }
}
