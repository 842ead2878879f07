// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An item's attributes by name. */
record Item(Map<String, Value> attributes) {

  /**
   * 400 KB, names included.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html">
   *     Quotas in DynamoDB</a>
   */
  static final int MAX_BYTES = 400 * 1024;

  static final Item EMPTY = new Item(Map.of());

  Item {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  @Nullable Value get(String name) {
    return attributes.get(name);
  }

  int bytes() {
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
