// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb;

import static io.github.kinesisetl.local.dynamodb.value.Refusal.invalid;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.local.dynamodb.expression.Condition;
import io.github.kinesisetl.local.dynamodb.expression.Projection;
import io.github.kinesisetl.local.dynamodb.value.Item;
import io.github.kinesisetl.local.dynamodb.value.ValueCodec;
import io.github.kinesisetl.local.service.RequestFields;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads items in order, up to a limit or a megabyte before filtering.
 *
 * @param order where the items are
 * @param filter which of them are shown
 * @param projection what is shown of them
 * @param countsOnly whether nothing is shown but numbers
 */
record PageReader(ItemOrder order, Condition filter, Projection projection, boolean countsOnly) {

  static final String START = "ExclusiveStartKey";

  /**
   * The most that a page looks at.
   *
   * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html">
   *     Query</a>
   */
  private static final int MAX_PAGE_BYTES = 1 << 20;

  private static final int MAX_SEGMENTS = 1_000_000;

  /** Answers with the page that begins behind the request's start key: of the keys, or of all. */
  ObjectNode read(RequestFields fields, boolean forward, @Nullable KeyCondition keys) {
    int limit = fields.number("Limit", Integer.MAX_VALUE, 1, Integer.MAX_VALUE);
    Condition candidates = keys == null ? segment(fields) : keys.range();
    var page = new Page();
    for (Map.Entry<ItemKey, Item> entry : items(fields, forward, keys).entrySet()) {
      if (page.isFull(limit)) {
        break;
      }
      if (candidates.holds(entry.getValue())) {
        page.look(entry.getKey(), entry.getValue());
      }
    }
    return page.answer(limit);
  }

  private NavigableMap<ItemKey, Item> items(
      RequestFields fields, boolean forward, @Nullable KeyCondition keys) {
    NavigableMap<ItemKey, Item> items = order.items();
    ItemKey start = startKey(fields);
    if (keys != null) {
      if (start != null && !start.hash().equals(keys.hash())) {
        throw invalid(
            "The provided starting key is outside query boundaries based on provided conditions");
      }
      items = items.subMap(ItemKey.before(keys.hash()), false, ItemKey.behind(keys.hash()), false);
    }
    NavigableMap<ItemKey, Item> ordered = forward ? items : items.descendingMap();
    return start == null ? ordered : ordered.tailMap(start, false);
  }

  private Condition segment(RequestFields fields) {
    @Nullable Integer total = fields.number("TotalSegments");
    @Nullable Integer segment = fields.number("Segment");
    if (total == null && segment == null) {
      return Condition.ALWAYS;
    }
    if (total == null || segment == null || total < 1 || total > MAX_SEGMENTS) {
      throw invalid("Segment and TotalSegments must both be given, the latter 1 to 1000000");
    }
    if (segment < 0 || segment >= total) {
      throw invalid(
          "The Segment parameter is zero-based and must be less than parameter TotalSegments:"
              + " Segment: %d is not less than TotalSegments: %d",
          segment, total);
    }
    return new Condition.InSegment(order.schema().hash().name(), segment, total);
  }

  private @Nullable ItemKey startKey(RequestFields fields) {
    ObjectNode start = fields.object(START);
    return start == null ? null : order.behind(ValueCodec.readItem(start));
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
        answer.set("LastEvaluatedKey", ValueCodec.write(order.place(last)));
      }
      if (!countsOnly) {
        answer.set("Items", shown);
      }
      return answer.put("Count", count).put("ScannedCount", scanned);
    }
  }
}
