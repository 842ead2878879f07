// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.core.record.HashKeyRange;
import io.github.kinesisetl.producer.spi.Entry;
import io.github.kinesisetl.producer.spi.EntryResult;
import io.github.kinesisetl.producer.spi.FailureKind;
import io.github.kinesisetl.producer.spi.RecordSender;
import io.github.kinesisetl.producer.spi.ShardDirectory;
import java.util.ArrayList;
import java.util.List;

/** A stream of one shard that does what a script says. Safe for use by many threads. */
final class ScriptedStream implements RecordSender, ShardDirectory {

  private static final String SHARD = "shardId-000000000000";

  private final Script script = new Script("InvalidArgumentException");
  private final List<Integer> numbers = new ArrayList<>(); // guarded by this

  Script script() {
    return script;
  }

  synchronized List<Integer> numbers() {
    return List.copyOf(numbers);
  }

  @Override
  public synchronized List<EntryResult> send(List<Entry> entries) {
    var failed = script.failure(List.of());
    List<EntryResult> results = new ArrayList<>();
    for (Entry entry : entries) {
      int number = Script.number(new String(entry.copyData(), UTF_8));
      if (failed.isPresent()) {
        FailureKind kind =
            failed.get() == 403 ? FailureKind.ACCOUNT_REFUSED : FailureKind.TRANSIENT;
        results.add(new EntryResult.Failed(script.code(failed.get()), kind));
      } else if (script.isBusyWith(number)) {
        results.add(new EntryResult.Failed("InternalFailure", FailureKind.TRANSIENT));
      } else {
        numbers.add(number);
        results.add(new EntryResult.Stored(SHARD, Integer.toString(numbers.size())));
      }
    }
    return results;
  }

  @Override
  public List<OpenShard> openShards() {
    return List.of(new OpenShard(SHARD, new HashKeyRange(HashKey.MIN, HashKey.MAX)));
  }
}
