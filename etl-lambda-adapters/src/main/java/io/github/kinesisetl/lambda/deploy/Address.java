// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.deploy;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An address in a variable, such as {@code sqs:<queue url>}: read at the start of a function, so
 * that a wrong one never waits for the first event. What it says of itself hides passwords.
 *
 * @param variable the variable that holds it
 * @param text all of it
 * @param forms what the variable may be
 */
record Address(String variable, String text, String forms) {

  private static final Pattern USER_INFO = Pattern.compile("//\\S*@");

  /** Names of streams and tables, by the API references of Kinesis and DynamoDB. */
  private static final Pattern STREAM = Pattern.compile("[a-zA-Z0-9_.-]{1,128}");

  private static final Pattern TABLE = Pattern.compile("[a-zA-Z0-9_.-]{3,255}");

  private static final Pattern TOPIC =
      Pattern.compile("arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:[a-zA-Z0-9_-]{1,256}(\\.fifo)?");

  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9._-]{1,254}");

  /** Without what may be a password. */
  static String masked(String value) {
    return USER_INFO.matcher(value).replaceAll("//***@");
  }

  String scheme() {
    int colon = text.indexOf(':');
    return colon < 0 ? "" : text.substring(0, colon);
  }

  String stream(String name) {
    return matching(STREAM, name, "a stream's name has 1 to 128 letters, digits, '_', '.' or '-'");
  }

  String table(String name) {
    return matching(TABLE, name, "a table's name has 3 to 255 letters, digits, '_', '.' or '-'");
  }

  String topic(String arn) {
    return matching(TOPIC, arn, "a topic's ARN is arn:aws:sns:<region>:<account>:<name>");
  }

  /** A place in S3, checked. */
  String bucket(String place) {
    String name = place.startsWith("s3://") ? place.substring(5).split("/", 2)[0] : "";
    matching(BUCKET, name, "a place in S3 is s3://<bucket>/<prefix>");
    return place;
  }

  String queue(String url) {
    if (url.endsWith(".fifo")) {
      throw wrong("the queue must be a standard one, not FIFO");
    }
    return web(url).toString();
  }

  /** An address of a web service; a user and a password would end up in logs. */
  URI web(String url) {
    URI uri;
    try {
      uri = URI.create(url);
    } catch (IllegalArgumentException e) {
      throw wrong("it has no URL");
    }
    String scheme = uri.getScheme();
    if (uri.getHost() == null || !("https".equals(scheme) || "http".equals(scheme))) {
      throw wrong("a URL is https://<host>/<path>");
    }
    if (uri.getUserInfo() != null) {
      throw wrong("a URL must not hold a user or a password: requests are signed");
    }
    return uri;
  }

  /** Names behind commas, without blanks around them. */
  List<String> names(String list, int most) {
    List<String> names = Arrays.stream(list.split(",", -1)).map(String::strip).toList();
    if (names.size() > most || names.stream().anyMatch(String::isEmpty)) {
      throw wrong("it takes 1 to %d names, with a comma in between".formatted(most));
    }
    return names;
  }

  String[] parts(String rest, int count) {
    String[] parts = rest.split("/", -1);
    if (parts.length != count || Arrays.stream(parts).anyMatch(String::isEmpty)) {
      throw wrong(null);
    }
    return parts;
  }

  String behindScheme() {
    return text.substring(text.indexOf(':') + 1);
  }

  IllegalArgumentException wrong(@Nullable String why) {
    return new IllegalArgumentException(
        "%s must be %s, but is %s%s"
            .formatted(variable, forms, masked(text), why == null ? "" : ": " + why));
  }

  private String matching(Pattern pattern, String name, String rule) {
    if (!pattern.matcher(name).matches()) {
      throw wrong(rule);
    }
    return name;
  }
}
