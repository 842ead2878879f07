// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.deploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.codec.Codec;
import io.github.kinesisetl.core.codec.JsonCodec;
import io.github.kinesisetl.core.compress.Compressor;
import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.pipeline.DeadLetterCodec;
import io.github.kinesisetl.core.pipeline.Sink;
import io.github.kinesisetl.producer.OutputMode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Makes sinks of their addresses: {@code kinesis:<stream>}, {@code s3://<bucket>/<prefix>}, {@code
 * sqs:<queue url>}, {@code sns:<topic arn>}, {@code dynamodb:<table>/<key>[,<key>]}, {@code
 * opensearch:<index url>}, {@code redshift:<workgroup>/<database>/<table>}. No class of an AWS
 * client is loaded before there is something to write. Stateless.
 */
final class Sinks {

  /** The fields that name an item. */
  static final String ID_FIELDS = "ETL_ID_FIELDS";

  private static final String FORMS =
      "kinesis:<stream>, s3://<bucket>/<prefix>, sqs:<queue url>, sns:<topic arn>,"
          + " dynamodb:<table>/<key>, opensearch:<index url> or redshift:<workgroup>/<database>/<table>";
  private static final String LETTER_FORMS =
      "kinesis:<stream>, s3://<bucket>/<prefix> or sqs:<queue url>|s3://<bucket>/<prefix>";

  private Sinks() {}

  static Sink<ObjectNode> of(String variable, String address, Map<String, String> environment) {
    String rest = behindColon(address);
    return switch (scheme(address)) {
      case "kinesis" -> {
        OutputMode mode =
            Settings.choice(environment, "ETL_SINK_MODE", OutputMode.class)
                .orElse(OutputMode.DENSE);
        yield new LazySink<>(
            () -> AwsSinks.kinesis(rest, JsonCodec.tree(), keyOf(environment), mode));
      }
      case "s3" -> s3(address, JsonCodec.tree(), partitionOf(environment));
      case "sqs" -> new LazySink<>(() -> AwsSinks.sqs(rest));
      case "sns" -> new LazySink<>(() -> AwsSinks.sns(rest, identityOf(environment)));
      case "dynamodb" -> {
        String[] parts = split(variable, address, rest, 2);
        yield new LazySink<>(() -> AwsSinks.dynamoDb(parts[0], List.of(parts[1].split(",", -1))));
      }
      case "opensearch" ->
          new LazySink<>(
              () -> AwsSinks.openSearch(URI.create(rest), identityOf(environment), environment));
      case "redshift" -> {
        String[] parts = split(variable, address, rest, 3);
        yield new LazySink<>(() -> AwsSinks.redshift(parts, identityOf(environment), environment));
      }
      default -> throw unknown(variable, FORMS, address);
    };
  }

  static Sink<DeadLetter> deadLetters(
      String variable, String address, Map<String, String> environment) {
    String rest = behindColon(address);
    return switch (scheme(address)) {
      case "kinesis" ->
          new LazySink<>(() ->
              AwsSinks.kinesis(
                  rest,
                  new DeadLetterCodec(),
                  letter -> letter.record().partitionKey(),
                  OutputMode.DENSE));
      case "s3" -> s3(address, new DeadLetterCodec(), letter -> "");
      case "sqs" -> {
        int bar = rest.indexOf('|');
        if (bar < 0) {
          throw unknown(variable, LETTER_FORMS, address);
        }
        String claims = rest.substring(bar + 1);
        yield new LazySink<>(() -> AwsSinks.sqsDeadLetters(rest.substring(0, bar), claims));
      }
      default -> throw unknown(variable, LETTER_FORMS, address);
    };
  }

  private static <T> Sink<T> s3(String address, Codec<T> codec, Function<T, String> partition) {
    return new LazySink<>(() -> AwsSinks.s3(address, codec, partition, Compressor.gzip()));
  }

  /** The partition key on the next stream: a field of the event, or its identity. */
  private static Function<ObjectNode, String> keyOf(Map<String, String> environment) {
    String field = environment.getOrDefault("ETL_KEY_FIELD", "event_id");
    return event -> {
      String key = event.path(field).asText("");
      return key.isEmpty() ? "none" : key.substring(0, Math.min(256, key.length()));
    };
  }

  /** What names an item; throws for one that has none of the fields. */
  static Function<ObjectNode, String> identityOf(Map<String, String> environment) {
    String fields = environment.getOrDefault(ID_FIELDS, "event_id");
    List<String> names = List.of(fields.split(",", -1));
    return event -> {
      var identity = new StringBuilder();
      for (String name : names) {
        identity.append(identity.length() == 0 ? "" : "/").append(event.path(name).asText(""));
      }
      if (names.stream().allMatch(name -> event.path(name).asText("").isEmpty())) {
        throw new IllegalArgumentException("an item has none of " + ID_FIELDS + " " + names);
      }
      return identity.toString();
    };
  }

  private static Function<ObjectNode, String> partitionOf(Map<String, String> environment) {
    String field = environment.getOrDefault("ETL_PARTITION_FIELD", "event_date");
    return event -> field + "=" + event.path(field).asText("unknown");
  }

  private static String scheme(String address) {
    int colon = address.indexOf(':');
    return colon < 0 ? "" : address.substring(0, colon);
  }

  private static String behindColon(String address) {
    return address.substring(address.indexOf(':') + 1);
  }

  private static String[] split(String variable, String address, String rest, int parts) {
    String[] found = rest.split("/", -1);
    if (found.length != parts) {
      throw unknown(variable, FORMS, address);
    }
    return found;
  }

  private static IllegalArgumentException unknown(String variable, String forms, String address) {
    return new IllegalArgumentException(
        "%s must be %s, but is %s".formatted(variable, forms, address));
  }
}
