// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb.value;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An item.
 *
 * @param attributes its attributes by name
 */
public record Item(Map<String, Value> attributes) {

  /**
   * 400 KB, names included.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html">
   *     Quotas in DynamoDB</a>
   */
  public static final int MAX_BYTES = 400 * 1024;

  /** An item without attributes, such as one that is not there. */
  public static final Item EMPTY = new Item(Map.of());

  /** Keeps a copy. */
  public Item {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  /**
   * Finds an attribute.
   *
   * @param name the attribute
   * @return its value, or null if it has none
   */
  public @Nullable Value get(String name) {
    return attributes.get(name);
  }

  /**
   * Returns the size by DynamoDB's rules.
   *
   * @return bytes of names and values
   */
  public int bytes() {
    return bytes(attributes);
  }

  static int bytes(Map<String, Value> attributes) {
    int sum = 0;
    for (Map.Entry<String, Value> attribute : attributes.entrySet()) {
      sum += attribute.getKey().getBytes(StandardCharsets.UTF_8).length;
      sum += attribute.getValue().bytes();
    }
    return sum;
  }
}
