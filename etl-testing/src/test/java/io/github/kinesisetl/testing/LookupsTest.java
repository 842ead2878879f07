// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.testing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.enrich.Lookup;
import io.github.kinesisetl.core.enrich.TableLookup;
import java.io.IOException;
import java.io.StringReader;

class LookupsTest extends LookupContract<ObjectNode> {

  private final TableLookup table;

  LookupsTest() throws IOException {
    var rows = new StringReader("[{\"id\":\"known\",\"name\":\"somebody\"}]");
    table = TableLookup.of(TableLookup.Table.json("v1", "id", rows));
  }

  @Override
  protected Lookup<String, ObjectNode> lookup() {
    return table;
  }
}
