// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.sqs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.kinesisetl.local.service.RequestFields;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What may be set on a queue.
 *
 * @param values by AWS's names, checked; those that were not set are absent
 */
record QueueSettings(Map<String, String> values) {

  static final String FIFO = "FifoQueue";
  static final String CONTENT_BASED = "ContentBasedDeduplication";
  static final String REDRIVE = "RedrivePolicy";
  static final String VISIBILITY = "VisibilityTimeout";
  static final String DELAY = "DelaySeconds";
  static final String RETENTION = "MessageRetentionPeriod";
  static final String MAX_SIZE = "MaximumMessageSize";
  static final String WAIT = "ReceiveMessageWaitTimeSeconds";
  static final int MAX_VISIBILITY_SECONDS = 43_200;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * Bounds and defaults.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html">
   *     SetQueueAttributes</a>
   */
  private static final Map<String, int[]> NUMBERS =
      Map.of(
          VISIBILITY, new int[] {0, MAX_VISIBILITY_SECONDS, 30},
          DELAY, new int[] {0, 900, 0},
          RETENTION, new int[] {60, 1_209_600, 345_600},
          MAX_SIZE, new int[] {1024, NewMessage.MAX_BYTES, NewMessage.MAX_BYTES},
          WAIT, new int[] {0, 20, 0});

  private static final Set<String> FLAGS = Set.of(FIFO, CONTENT_BASED, "SqsManagedSseEnabled");

  QueueSettings {
    values.forEach(QueueSettings::requireValid);
    values = Collections.unmodifiableMap(new TreeMap<>(values));
  }

  /** These settings with others in their place; an empty value takes a setting away. */
  QueueSettings with(Map<String, String> changes) {
    Map<String, String> merged = new TreeMap<>(values);
    merged.putAll(changes);
    merged.values().removeIf(String::isEmpty);
    return new QueueSettings(merged);
  }

  int number(String name) {
    String value = values.get(name);
    return value == null ? bounds(name)[2] : Integer.parseInt(value);
  }

  boolean flag(String name) {
    return Boolean.parseBoolean(values.get(name));
  }

  /** All settings, defaults included, without FIFO's on a standard queue. */
  Map<String, String> all() {
    Map<String, String> all = new TreeMap<>();
    NUMBERS.keySet().forEach(name -> all.put(name, String.valueOf(number(name))));
    all.put("SqsManagedSseEnabled", "true");
    if (flag(FIFO)) {
      all.put(CONTENT_BASED, "false");
      all.put("DeduplicationScope", "queue");
      all.put("FifoThroughputLimit", "perQueue");
    }
    all.putAll(values);
    return all;
  }

  /** Where messages go that were received too often, or null. */
  @Nullable Redrive redrive() {
    String policy = values.get(REDRIVE);
    return policy == null ? null : Redrive.read(policy);
  }

  private static int[] bounds(String name) {
    return Objects.requireNonNull(NUMBERS.get(name));
  }

  private static void requireValid(String name, String value) {
    if (value.isEmpty()) {
      return;
    }
    if (NUMBERS.containsKey(name)) {
      requireNumber(name, value);
    } else if (FLAGS.contains(name)) {
      require(value.equals("true") || value.equals("false"), name);
    } else if (name.equals("DeduplicationScope")) {
      require(value.equals("queue"), name);
    } else if (name.equals("FifoThroughputLimit")) {
      require(value.equals("perQueue"), name);
    } else if (name.equals(REDRIVE)) {
      Redrive.read(value);
    } else if (!name.equals("Policy")) { // kept and shown; nobody is kept out
      throw Refusal.of("InvalidAttributeName", "Attribute %s is not supported here.", name);
    }
  }

  private static void requireNumber(String name, String value) {
    int[] bounds = bounds(name);
    require(value.matches("[0-9]{1,8}"), name);
    int number = Integer.parseInt(value);
    require(number >= bounds[0] && number <= bounds[1], name);
  }

  private static void require(boolean valid, String name) {
    if (!valid) {
      throw Refusal.of(
          "InvalidAttributeValue", "Invalid value for the parameter %s, or not supported.", name);
    }
  }

  /**
   * When a message is given up.
   *
   * @param targetArn the dead-letter queue
   * @param maxReceiveCount how often a message is received before
   */
  record Redrive(String targetArn, int maxReceiveCount) {

    private static final int MAX_COUNT = 1000;

    static Redrive read(String policy) {
      JsonNode node = parsed(policy);
      RequestFields.of("InvalidAttributeValue", node, "deadLetterTargetArn", "maxReceiveCount");
      String arn = node.path("deadLetterTargetArn").asText();
      int count = node.path("maxReceiveCount").asInt();
      require(!arn.isEmpty() && count >= 1 && count <= MAX_COUNT, REDRIVE);
      return new Redrive(arn, count);
    }

    private static JsonNode parsed(String policy) {
      try {
        return MAPPER.readTree(policy);
      } catch (JsonProcessingException e) {
        throw Refusal.of("InvalidAttributeValue", "RedrivePolicy must be a JSON object.");
      }
    }
  }
}
