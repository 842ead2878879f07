// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb;

import static io.github.kinesisetl.local.dynamodb.value.Refusal.invalid;
import static io.github.kinesisetl.local.dynamodb.value.Refusal.invalidParameter;
import static io.github.kinesisetl.local.dynamodb.value.Refusal.wrongKey;

import io.github.kinesisetl.local.dynamodb.value.Item;
import io.github.kinesisetl.local.dynamodb.value.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which attributes are the key.
 *
 * @param hash the hash key
 * @param range the range key, or null
 */
record KeySchema(KeyAttribute hash, @Nullable KeyAttribute range) {

  /**
   * One attribute of a key.
   *
   * @param name the attribute
   * @param type S, N or B
   * @param maxBytes the longest value
   */
  record KeyAttribute(String name, String type, int maxBytes) {

    /**
     * The longest hash key.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html">
     *     Quotas in DynamoDB</a>
     */
    private static final int MAX_HASH_BYTES = 2048;

    private static final int MAX_RANGE_BYTES = 1024;

    static KeyAttribute hash(String name, String type) {
      return new KeyAttribute(name, type, MAX_HASH_BYTES);
    }

    static KeyAttribute range(String name, String type) {
      return new KeyAttribute(name, type, MAX_RANGE_BYTES);
    }

    private Value.Scalar checked(Value value) {
      if (value instanceof Value.Scalar scalar && scalar.type().equals(type)) {
        requireSize(scalar);
        return scalar;
      }
      throw invalidParameter(
          "Type mismatch for key %s expected: %s actual: %s", name, type, value.type());
    }

    private void requireSize(Value.Scalar value) {
      if (value.bytes() == 0) {
        throw invalid(
            "One or more parameter values are not valid. The AttributeValue for a key attribute"
                + " cannot contain an empty %s value. Key: %s",
            type.equals("S") ? "string" : "binary", name);
      }
      if (value.bytes() > maxBytes) {
        throw invalidParameter(
            "Size of key %s has exceeded the maximum size limit of %d bytes", name, maxBytes);
      }
    }
  }

  Set<String> names() {
    return range == null ? Set.of(hash.name()) : Set.of(hash.name(), range.name());
  }

  /** The key of an item that is put. */
  ItemKey of(Item item) {
    return ItemKey.of(
        hash.checked(required(item, hash)),
        range == null ? null : range.checked(required(item, range)));
  }

  /** The key that a request gives: these attributes and no others. */
  ItemKey ofKey(Item key) {
    if (!key.attributes().keySet().equals(names()) || !hasType(key, hash) || !hasType(key, range)) {
      throw wrongKey();
    }
    return of(key);
  }

  /** The key's attributes. */
  Item itemOf(ItemKey key) {
    Map<String, Value> attributes = new LinkedHashMap<>();
    attributes.put(hash.name(), key.hash());
    if (range != null && key.range() != null) {
      attributes.put(range.name(), key.range());
    }
    return new Item(attributes);
  }

  private static boolean hasType(Item key, @Nullable KeyAttribute attribute) {
    Value value = attribute == null ? null : key.get(attribute.name());
    return attribute == null || (value != null && value.type().equals(attribute.type()));
  }

  private static Value required(Item item, KeyAttribute attribute) {
    Value value = item.get(attribute.name());
    if (value == null) {
      throw invalidParameter("Missing the key %s in the item", attribute.name());
    }
    return value;
  }
}
