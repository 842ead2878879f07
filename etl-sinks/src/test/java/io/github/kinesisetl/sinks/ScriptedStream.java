// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kinesisetl.producer.spi.Entry;
import io.github.kinesisetl.producer.spi.EntryResult;
import io.github.kinesisetl.producer.spi.FailureKind;
import io.github.kinesisetl.producer.spi.RecordSender;
import io.github.kinesisetl.producer.spi.ShardDirectory;
import io.github.kinesisetl.testing.stream.MemoryStream;
import java.util.List;
import java.util.Optional;

/** A stream of one shard that does what a script says. Safe for use by many threads. */
final class ScriptedStream implements RecordSender, ShardDirectory {

  private final Script script = new Script("InvalidArgumentException");
  private final MemoryStream stream = new MemoryStream(1);

  Script script() {
    return script;
  }

  List<Integer> numbers() {
    return stream.stored().stream().map(stored -> number(stored.entry())).toList();
  }

  @Override
  public synchronized List<EntryResult> send(List<Entry> entries) {
    Optional<Integer> failed =
        script.failure(entries.stream().map(ScriptedStream::number).toList());
    stream.failing(entry -> failed.map(this::failure).or(() -> busy(entry)));
    List<EntryResult> results = stream.send(entries);
    script.leave();
    return results;
  }

  @Override
  public List<OpenShard> openShards() {
    return stream.openShards();
  }

  private EntryResult.Failed failure(int status) {
    return new EntryResult.Failed(
        script.code(status), status == 403 ? FailureKind.ACCOUNT_REFUSED : FailureKind.TRANSIENT);
  }

  private Optional<EntryResult.Failed> busy(Entry entry) {
    return script.isBusyWith(number(entry))
        // which a producer does not repeat, and tells at once
        ? Optional.of(new EntryResult.Failed("KMSDisabledException", FailureKind.ACCOUNT_REFUSED))
        : Optional.empty();
  }

  private static int number(Entry entry) {
    return Script.number(new String(entry.copyData(), UTF_8));
  }
}
