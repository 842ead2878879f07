// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.json.JsonCursor;
import io.github.kinesisetl.core.record.DecodeException;
import io.github.kinesisetl.core.record.DecodeException.Stage;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.RecordBuffer;
import io.github.kinesisetl.core.schema.RecordSchema;
import io.github.kinesisetl.core.schema.SchemaViolation;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * JSON through Jackson, for Java records, POJOs and trees. Immutable and safe for use by many
 * threads.
 *
 * <p>Input is bounded: nesting of at most {@value #MAX_NESTING}, numbers of at most 1,000
 * characters and with exponents of at most 9,999, no bytes behind the event. Fields that the type
 * doesn't know are ignored, so that writers can be ahead of readers.
 *
 * <p>Nothing changes on its way. A number of a tree goes out with the very characters it came in
 * with, be it {@code 12345678901234567.89}, {@code 1.10} or {@code 1E400} (but {@code -0} is 0); a
 * field of a Java type holds what its type can, and what is out of its range is a {@link
 * DecodeException}. NaN and infinity are no JSON, and are refused when written. A tree or a Java
 * record with two fields of one name is a {@link DecodeException}, since readers differ in which of
 * them counts; of a POJO the last one counts, as ever with Jackson.
 *
 * @param <T> the type of event
 * @since 0.1.0
 */
public final class JsonCodec<T> implements Codec<T> {

  /** Deepest nesting of objects and arrays that is decoded. */
  public static final int MAX_NESTING = JsonCursor.MAX_NESTING;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_NESTING).build())
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .build();
  private static final ObjectReader TREES = MAPPER.reader();

  /** The names of a type's own fields, as Jackson finds them. */
  private static final ClassValue<Set<String>> DECLARED =
      new ClassValue<>() {
        @Override
        protected Set<String> computeValue(Class<?> type) {
          DeserializationConfig config = MAPPER.getDeserializationConfig();
          return Map.class.isAssignableFrom(type) || JsonNode.class.isAssignableFrom(type)
              ? Set.of()
              : config.introspect(config.constructType(type)).findProperties().stream()
                  .map(BeanPropertyDefinition::getName)
                  .collect(Collectors.toUnmodifiableSet());
        }
      };

  private final Class<T> type;
  private final ObjectWriter writer;
  private final ObjectReader reader;
  private final @Nullable RecordSchema schema;

  private JsonCodec(Class<T> type, @Nullable RecordSchema schema) {
    this.type = type;
    this.schema = schema;
    writer = MAPPER.writerFor(type);
    reader = MAPPER.readerFor(type);
  }

  /**
   * A codec for a Java record or POJO.
   *
   * @param type its class
   * @param <T> the type of event
   * @return the codec
   */
  public static <T> JsonCodec<T> of(Class<T> type) {
    return new JsonCodec<>(type, null);
  }

  /**
   * A codec for events whose fields are not known at compile time.
   *
   * @return the codec; it decodes nothing but JSON objects
   */
  public static JsonCodec<ObjectNode> tree() {
    return of(ObjectNode.class);
  }

  /**
   * The same codec, checking what it decodes.
   *
   * @param recordSchema what events must look like
   * @return the checking codec
   */
  public JsonCodec<T> validatedBy(RecordSchema recordSchema) {
    return new JsonCodec<>(type, recordSchema);
  }

  @Override
  public void encode(T event, RecordBuffer out) {
    int before = out.sizeBytes();
    try (JsonGenerator generator = new FiniteNumbers(writer.createGenerator(out))) {
      writer.writeValue(generator, event);
    } catch (IOException e) {
      out.truncate(before);
      throw new IllegalArgumentException(
          "a %s cannot be written as JSON: %s".formatted(type.getSimpleName(), describe(e)));
    }
  }

  @Override
  public T decode(EventRecord record) throws DecodeException {
    try {
      if (schema == null && type != ObjectNode.class) {
        return present(reader.readValue(parser(record)), record);
      }
      JsonNode tree = TREES.readTree(parser(record));
      return typed(checked(tree, record), record);
    } catch (IOException e) {
      throw new DecodeException(
          Stage.DECODE,
          "%d bytes are not JSON for %s: %s"
              .formatted(record.sizeBytes(), type.getSimpleName(), describe(e)),
          null);
    }
  }

  private JsonNode checked(@Nullable JsonNode tree, EventRecord record) throws DecodeException {
    JsonNode event = present(tree, record);
    if (!event.isObject()) {
      throw new DecodeException(
          Stage.DECODE,
          "%d bytes are JSON, but of kind %s instead of an object"
              .formatted(record.sizeBytes(), event.getNodeType()),
          null);
    }
    if (schema != null) {
      List<SchemaViolation> violations = schema.violationsOf(event);
      if (!violations.isEmpty()) {
        throw new DecodeException(
            Stage.VALIDATE,
            violations.stream().map(SchemaViolation::toString).collect(Collectors.joining("; ")),
            null);
      }
    }
    return event;
  }

  private T typed(JsonNode tree, EventRecord record) throws IOException, DecodeException {
    if (type.isInstance(tree)) {
      return type.cast(tree);
    }
    return present(reader.readValue(new ExactNumbers(reader.treeAsTokens(tree))), record);
  }

  private static JsonParser parser(EventRecord record) throws IOException {
    return new ExactNumbers(
        MAPPER.createParser(record.array(), record.offset(), record.sizeBytes()));
  }

  private static <V> V present(@Nullable V value, EventRecord record) throws DecodeException {
    if (value == null || (value instanceof JsonNode node && node.isMissingNode())) {
      throw new DecodeException(
          Stage.DECODE, "%d bytes hold no event".formatted(record.sizeBytes()), null);
    }
    return value;
  }

  /** Jackson's own messages quote the payload, so only kind and place are told. */
  private static String describe(IOException e) {
    if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
      return "%s at %s".formatted(kind(e), pathOf(mapping));
    }
    if (e instanceof JsonProcessingException processing && processing.getLocation() != null) {
      JsonLocation location = processing.getLocation();
      return "%s at line %d, column %d"
          .formatted(kind(e), location.getLineNr(), location.getColumnNr());
    }
    return kind(e);
  }

  /** Names of a map's fields are payload, and only the type's own are told. */
  private static String pathOf(JsonMappingException e) {
    return e.getPath().stream().map(JsonCodec::stepOf).collect(Collectors.joining("."));
  }

  private static String stepOf(JsonMappingException.Reference step) {
    String name = step.getFieldName();
    if (name == null) {
      return "[" + step.getIndex() + "]";
    }
    Object from = step.getFrom();
    Class<?> holder = from instanceof Class<?> type ? type : from == null ? null : from.getClass();
    return holder != null && DECLARED.get(holder).contains(name) ? name : "*";
  }

  private static String kind(IOException e) {
    return e.getClass().getSimpleName();
  }
}
