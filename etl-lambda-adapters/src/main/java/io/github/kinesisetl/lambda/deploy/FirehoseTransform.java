// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.codec.JsonCodec;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Passed;
import io.github.kinesisetl.engine.entry.RecordDecoder;
import io.github.kinesisetl.lambda.FirehoseOptions;
import io.github.kinesisetl.lambda.FirehoseTransformHandler;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Opens what a stream carries for Firehose, as the environment says: frames and aggregates become
 * lines of JSON, with keys for dynamic partitioning. Safe for use by many threads.
 */
public final class FirehoseTransform extends FirehoseTransformHandler<ObjectNode, ObjectNode> {

  private static final String SCHEMA = "ETL_SCHEMA";

  private final Settings settings;

  /**
   * A handler as the environment says.
   *
   * @throws IllegalArgumentException if a variable is wrong
   */
  public FirehoseTransform() {
    this(Settings.ofEnvironment());
  }

  FirehoseTransform(Settings settings) {
    super(
        FirehoseOptions.<ObjectNode, ObjectNode>builder(
                RecordDecoder.of(codec(settings)), Passed::new, JsonCodec.tree())
            .partitionKeys(keys(settings.names("ETL_PARTITION_KEYS", "")))
            .metrics(settings.metrics())
            .reader(settings.reader())
            .build());
    this.settings = settings;
  }

  @Override
  protected Map<String, String> configuration() {
    return settings.describe();
  }

  private static JsonCodec<ObjectNode> codec(Settings settings) {
    String schema = settings.text(SCHEMA, "");
    return schema.isEmpty()
        ? JsonCodec.tree()
        : JsonCodec.tree().validatedBy(Schemas.parse(SCHEMA, schema));
  }

  private static Function<ObjectNode, Map<String, String>> keys(Set<String> names) {
    return event -> {
      Map<String, String> keys = new LinkedHashMap<>();
      names.forEach(name -> keys.put(name, keyOf(event.path(name))));
      return keys;
    };
  }

  /** Firehose refuses an empty key, and an object or a null is none. */
  private static String keyOf(JsonNode field) {
    boolean isKey = field.isValueNode() && !field.isNull() && !field.asText().isEmpty();
    return isKey ? field.asText() : "unknown";
  }
}
