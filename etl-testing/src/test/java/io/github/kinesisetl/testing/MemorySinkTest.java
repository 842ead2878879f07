// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.testing;

import io.github.kinesisetl.core.pipeline.Sink;
import io.github.kinesisetl.core.pipeline.WriteResult;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** The contract holds for the sink in memory, and for the least that a user's own may do. */
class MemorySinkTest extends SinkContract<String> {

  @Override
  protected Service<String> open() {
    var sink = new MemorySink<String>();
    for (int i = 0; i < 30; i++) {
      sink.refuse(poison(i));
    }
    return new InMemory(sink);
  }

  @Override
  protected String item(int number) {
    return number + ":" + SECRET;
  }

  @Override
  protected Optional<String> poisoned(int number) {
    return Optional.of(poison(number));
  }

  @Override
  protected Optional<String> unwritable() {
    return Optional.empty();
  }

  private static String poison(int number) {
    return "poison " + number + SECRET;
  }

  private final class InMemory implements Service<String> {
    private final MemorySink<String> sink;
    private final AtomicInteger requests = new AtomicInteger();
    private volatile boolean down;

    InMemory(MemorySink<String> sink) {
      this.sink = sink;
    }

    @Override
    public Sink<String> sink() {
      return items -> {
        requests.incrementAndGet();
        return down ? WriteResult.failed(items.size(), "down") : sink.write(items);
      };
    }

    @Override
    public List<Integer> stored() {
      return sink.items().stream()
          .map(item -> Integer.parseInt(item.substring(0, item.indexOf(':'))))
          .toList();
    }

    @Override
    public void down() {
      down = true;
    }

    @Override
    public void deny() {
      down = true;
    }

    @Override
    public boolean refuseRequestsWith(Set<Integer> items) {
      items.forEach(number -> sink.refuse(item(number)));
      return true;
    }

    @Override
    public boolean busyWith(Set<Integer> items) {
      items.forEach(number -> sink.fail(item(number)));
      return true;
    }

    @Override
    public void recover() {
      down = false;
      sink.relieve();
    }

    @Override
    public int requests() {
      return requests.get();
    }

    @Override
    public void close() {}
  }
}
