// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb;

import static io.github.kinesisetl.local.dynamodb.Refusal.invalid;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.local.service.RequestFields;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads items in order, up to a limit or a megabyte before filtering.
 *
 * @param table where the items are
 * @param filter which of them are shown
 * @param projection what is shown of them
 * @param countsOnly whether nothing is shown but numbers
 */
record PageReader(Table table, Condition filter, Projection projection, boolean countsOnly) {

  static final String START = "ExclusiveStartKey";

  /**
   * The most that a page looks at.
   *
   * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html">
   *     Query</a>
   */
  private static final int MAX_PAGE_BYTES = 1 << 20;

  /** Answers with the page that begins behind the request's start key. */
  ObjectNode read(RequestFields fields, boolean forward, Condition candidates) {
    int limit = fields.number("Limit", Integer.MAX_VALUE, 1, Integer.MAX_VALUE);
    var page = new Page();
    for (Map.Entry<ItemKey, Item> entry : itemsBehind(startKey(fields), forward).entrySet()) {
      if (page.isFull(limit)) {
        break;
      }
      if (candidates.holds(entry.getValue())) {
        page.look(entry.getKey(), entry.getValue());
      }
    }
    return page.answer(limit);
  }

  private NavigableMap<ItemKey, Item> itemsBehind(@Nullable ItemKey start, boolean forward) {
    NavigableMap<ItemKey, Item> items = forward ? table.items() : table.items().descendingMap();
    return start == null ? items : items.tailMap(start, false);
  }

  private @Nullable ItemKey startKey(RequestFields fields) {
    ObjectNode start = fields.object(START);
    if (start == null) {
      return null;
    }
    Item key = ValueCodec.readItem(start);
    if (!key.attributes().keySet().equals(table.schema().names())) {
      throw invalid("The provided starting key is invalid");
    }
    return table.schema().ofKey(key);
  }

  /** A page while it grows. */
  private final class Page {

    private final ArrayNode shown = JsonNodeFactory.instance.arrayNode();
    private int bytes;
    private int scanned;
    private int count;
    private @Nullable ItemKey last;

    boolean isFull(int limit) {
      return scanned == limit || bytes >= MAX_PAGE_BYTES;
    }

    void look(ItemKey key, Item item) {
      bytes += item.bytes();
      scanned++;
      last = key;
      if (filter.holds(item)) {
        count++;
        if (!countsOnly) {
          shown.add(ValueCodec.write(projection.of(item)));
        }
      }
    }

    ObjectNode answer(int limit) {
      ObjectNode answer = JsonNodeFactory.instance.objectNode();
      if (last != null && isFull(limit)) {
        answer.set("LastEvaluatedKey", ValueCodec.write(table.schema().itemOf(last)));
      }
      if (!countsOnly) {
        answer.set("Items", shown);
      }
      return answer.put("Count", count).put("ScannedCount", scanned);
    }
  }
}
