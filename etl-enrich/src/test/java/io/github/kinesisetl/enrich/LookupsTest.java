// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.enrich;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.enrich.Lookup;
import io.github.kinesisetl.testing.LookupContract;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import org.junit.jupiter.api.Nested;

/** The look-ups that are built in. */
class LookupsTest {

  @Nested
  class Table extends LookupContract<ObjectNode> {
    private final Lookup<String, ObjectNode> table = table();

    Table() throws IOException {}

    @Override
    protected Lookup<String, ObjectNode> lookup() {
      return table;
    }
  }

  @Nested
  class Cached extends LookupContract<ObjectNode> {
    private final Lookup<String, ObjectNode> cached =
        CachingLookup.of(
            table(), new CachePolicy(10, Duration.ofMinutes(1), Duration.ZERO), () -> 0);

    Cached() throws IOException {}

    @Override
    protected Lookup<String, ObjectNode> lookup() {
      return cached;
    }
  }

  private static TableLookup table() throws IOException {
    var rows = new StringReader("[{\"id\":\"known\",\"name\":\"somebody\"}]");
    return TableLookup.of(TableLookup.Table.json("v1", "id", rows));
  }
}
