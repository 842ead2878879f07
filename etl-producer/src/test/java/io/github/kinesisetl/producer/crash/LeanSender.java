// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.crash;

import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.core.record.HashKeyRange;
import io.github.kinesisetl.producer.spi.Entry;
import io.github.kinesisetl.producer.spi.EntryResult;
import io.github.kinesisetl.producer.spi.EntryResult.Failed;
import io.github.kinesisetl.producer.spi.EntryResult.Stored;
import io.github.kinesisetl.producer.spi.FailureKind;
import io.github.kinesisetl.producer.spi.RecordSender;
import io.github.kinesisetl.producer.spi.ShardDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PutRecords and ListShards with nothing but the platform, so that a process starts in a third of
 * the time that it takes with the AWS SDK. For the embedded Kinesis, which checks no signature.
 */
final class LeanSender implements RecordSender, ShardDirectory {

  private static final Pattern RESULT =
      Pattern.compile(
          "\\{\"SequenceNumber\":\"([0-9]+)\",\"ShardId\":\"([^\"]+)\"|\"ErrorCode\":\"([^\"]+)\"");
  private static final Pattern SHARD =
      Pattern.compile(
          "\"ShardId\":\"([^\"]+)\".*?\"StartingHashKey\":\"([0-9]+)\",\"EndingHashKey\":\"([0-9]+)\"");

  private final URI endpoint;
  private final String stream;

  LeanSender(URI endpoint, String stream) {
    this.endpoint = endpoint;
    this.stream = stream;
  }

  @Override
  public List<EntryResult> send(List<Entry> entries) {
    var request = new StringBuilder("{\"StreamName\":\"" + stream + "\",\"Records\":[");
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      request
          .append(i == 0 ? "" : ",")
          .append("{\"PartitionKey\":\"" + entry.partitionKey() + "\",\"ExplicitHashKey\":\"")
          .append(entry.explicitHashKey())
          .append("\",\"Data\":\"")
          .append(Base64.getEncoder().encodeToString(entry.copyData()))
          .append("\"}");
    }
    try {
      List<EntryResult> results = new ArrayList<>();
      Matcher matcher = RESULT.matcher(call("PutRecords", request + "]}"));
      while (matcher.find()) {
        results.add(
            matcher.group(3) == null
                ? new Stored(matcher.group(2), matcher.group(1))
                : new Failed(matcher.group(3), FailureKind.TRANSIENT));
      }
      return results;
    } catch (IOException e) {
      return Collections.nCopies(entries.size(), new Failed("IO", FailureKind.TRANSIENT));
    }
  }

  @Override
  public List<OpenShard> openShards() {
    try {
      List<OpenShard> shards = new ArrayList<>();
      String answer = call("ListShards", "{\"StreamName\":\"" + stream + "\"}");
      for (String part : answer.split("(?=\\{\"ShardId\"|\\{\"HashKeyRange\")", -1)) {
        Matcher matcher = SHARD.matcher(sorted(part));
        if (matcher.find()) {
          var range =
              new HashKeyRange(HashKey.parse(matcher.group(2)), HashKey.parse(matcher.group(3)));
          shards.add(new OpenShard(matcher.group(1), range));
        }
      }
      return shards;
    } catch (IOException e) {
      throw new IllegalStateException("cannot list the shards", e);
    }
  }

  /** The id first, wherever the answer has it. */
  private static String sorted(String shard) {
    Matcher id = Pattern.compile("\"ShardId\":\"[^\"]+\"").matcher(shard);
    return id.find() ? id.group() + shard : shard;
  }

  private String call(String operation, String body) throws IOException {
    var connection = (HttpURLConnection) endpoint.toURL().openConnection();
    connection.setRequestMethod("POST");
    connection.setDoOutput(true);
    connection.setRequestProperty("X-Amz-Target", "Kinesis_20131202." + operation);
    connection.setRequestProperty("Content-Type", "application/x-amz-json-1.1");
    try (OutputStream out = connection.getOutputStream()) {
      out.write(body.getBytes(StandardCharsets.UTF_8));
    }
    try (InputStream in = connection.getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
