// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.deploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.codec.Codec;
import io.github.kinesisetl.core.codec.JsonCodec;
import io.github.kinesisetl.core.compress.Compressor;
import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.pipeline.DeadLetterCodec;
import io.github.kinesisetl.producer.OutputMode;
import io.github.kinesisetl.sinks.RedshiftSink;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

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

  static LazySink<ObjectNode> of(String variable, String text, Map<String, String> environment) {
    var address = new Address(variable, text, FORMS);
    Clients.require(variable, address.scheme());
    return switch (address.scheme()) {
      case "kinesis" -> kinesis(address, environment);
      case "s3" -> s3(address.bucket(text), JsonCodec.tree(), partitionOf(environment));
      case "sqs" -> sqs(address);
      case "sns" -> sns(address, environment);
      case "dynamodb" -> dynamoDb(address);
      case "opensearch" -> openSearch(address, environment);
      case "redshift" -> redshift(address, environment);
      default -> throw address.wrong(null);
    };
  }

  static LazySink<DeadLetter> deadLetters(
      String variable, String text, Map<String, String> environment) {
    var address = new Address(variable, text, LETTER_FORMS);
    String rest = address.behindScheme();
    Clients.require(variable, address.scheme());
    return switch (address.scheme()) {
      case "kinesis" -> {
        String stream = address.stream(rest);
        yield new LazySink<>(() ->
            AwsSinks.kinesis(
                stream,
                new DeadLetterCodec(),
                letter -> letter.record().partitionKey(),
                OutputMode.DENSE));
      }
      case "s3" -> s3(address.bucket(text), new DeadLetterCodec(), letter -> "");
      case "sqs" -> {
        int bar = rest.indexOf('|');
        if (bar < 0) {
          throw address.wrong("large letters need a place in S3");
        }
        Clients.require(variable, "s3");
        String queue = address.queue(rest.substring(0, bar));
        String claims = address.bucket(rest.substring(bar + 1));
        yield new LazySink<>(() -> AwsSinks.sqsDeadLetters(queue, claims));
      }
      default -> throw address.wrong(null);
    };
  }

  private static LazySink<ObjectNode> kinesis(Address address, Map<String, String> environment) {
    OutputMode mode =
        Settings.choice(environment, "ETL_SINK_MODE", OutputMode.class).orElse(OutputMode.DENSE);
    String stream = address.stream(address.behindScheme());
    return new LazySink<>(
        () -> AwsSinks.kinesis(stream, JsonCodec.tree(), keyOf(environment), mode));
  }

  private static LazySink<ObjectNode> sqs(Address address) {
    String queue = address.queue(address.behindScheme());
    return new LazySink<>(() -> AwsSinks.sqs(queue));
  }

  private static LazySink<ObjectNode> sns(Address address, Map<String, String> environment) {
    String topic = address.topic(address.behindScheme());
    Function<ObjectNode, String> identity = identityOf(environment);
    return new LazySink<>(() -> AwsSinks.sns(topic, identity));
  }

  private static LazySink<ObjectNode> dynamoDb(Address address) {
    String[] parts = address.parts(address.behindScheme(), 2);
    String table = address.table(parts[0]);
    List<String> keyNames = address.names(parts[1], 2);
    return new LazySink<>(() -> AwsSinks.dynamoDb(table, keyNames));
  }

  private static LazySink<ObjectNode> openSearch(Address address, Map<String, String> environment) {
    URI index = address.web(address.behindScheme());
    String region = region(address, environment);
    Function<ObjectNode, String> identity = identityOf(environment);
    return new LazySink<>(() -> AwsSinks.openSearch(index, identity, region));
  }

  private static LazySink<ObjectNode> redshift(Address address, Map<String, String> environment) {
    RedshiftSink.Target target = target(address, address.parts(address.behindScheme(), 3));
    String region = region(address, environment);
    Function<ObjectNode, String> identity = identityOf(environment);
    return new LazySink<>(() -> AwsSinks.redshift(target, identity, region, environment));
  }

  private static RedshiftSink.Target target(Address address, String[] parts) {
    try {
      return new RedshiftSink.Target(parts[0], parts[1], parts[2]);
    } catch (IllegalArgumentException e) {
      throw address.wrong(e.getMessage());
    }
  }

  private static String region(Address address, Map<String, String> environment) {
    String region = environment.get("AWS_REGION");
    if (region == null || region.isEmpty()) {
      throw new IllegalArgumentException(
          "AWS_REGION must be set, such as eu-central-1, for %s: requests are signed for a region"
              .formatted(address.variable()));
    }
    return region;
  }

  private static <T> LazySink<T> s3(String address, Codec<T> codec, Function<T, String> partition) {
    return new LazySink<>(() -> AwsSinks.s3(address, codec, partition, Compressor.gzip()));
  }

  /** The partition key on the next stream: a field of the event, or its identity. */
  private static Function<ObjectNode, String> keyOf(Map<String, String> environment) {
    String field = environment.getOrDefault("ETL_KEY_FIELD", "event_id");
    return event -> {
      String key = event.path(field).asText("");
      return key.isEmpty() ? "none" : key.substring(0, wholeCharacters(key));
    };
  }

  /** As many as a key may have, and no half of a pair. */
  private static int wholeCharacters(String key) {
    int length = Math.min(256, key.length());
    return Character.isHighSurrogate(key.charAt(length - 1)) ? length - 1 : length;
  }

  /** What names an item; throws for one that has none of the fields. */
  static Function<ObjectNode, String> identityOf(Map<String, String> environment) {
    String fields = environment.getOrDefault(ID_FIELDS, "event_id");
    List<String> names = new Address(ID_FIELDS, fields, "<field>[,<field>]").names(fields, 10);
    return event -> {
      List<String> parts = names.stream().map(name -> event.path(name).asText("")).toList();
      if (parts.stream().allMatch(String::isEmpty)) {
        throw new IllegalArgumentException("an item has none of " + ID_FIELDS + " " + names);
      }
      return parts.size() == 1 ? parts.get(0) : joined(parts);
    };
  }

  /** Parts behind each other, so that other parts never come to the same. */
  private static String joined(List<String> parts) {
    return parts.stream()
        .map(part -> part.replace("%", "%25").replace("/", "%2F"))
        .collect(Collectors.joining("/"));
  }

  private static Function<ObjectNode, String> partitionOf(Map<String, String> environment) {
    String field = environment.getOrDefault("ETL_PARTITION_FIELD", "event_date");
    return event -> {
      String folder = event.path(field).isNull() ? "" : event.path(field).asText("");
      return field + "=" + (folder.isEmpty() ? "unknown" : folder);
    };
  }
}
