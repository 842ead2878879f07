// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import io.netty.buffer.PoolArenaMetric;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** Requests that no client sends: each gets an answer that AWS could have given, and no more. */
class FuzzTest {

  private static final String JSON = "application/x-amz-json-1.1";
  private static final String CBOR = "application/x-amz-cbor-1.1";
  private static final ObjectMapper JSON_MAPPER = new ObjectMapper();
  private static final ObjectMapper CBOR_MAPPER = new ObjectMapper(new CBORFactory());

  /** {@code -Dtest.jvm.flags=-Dfuzz.bodies=10000} is the full size. */
  private static final int BODIES_A_SEED = Integer.getInteger("fuzz.bodies", 1_000);

  /** Valid requests to start from. */
  private static final List<Map.Entry<String, String>> SEEDS =
      List.of(
          Map.entry(
              "PutRecords",
              "{'StreamName':'s','Records':[{'Data':'AAECAw==','PartitionKey':'k'},"
                  + "{'Data':'','PartitionKey':'l','ExplicitHashKey':'12345'}]}"),
          Map.entry("PutRecord", "{'StreamName':'s','Data':'AAEC','PartitionKey':'k'}"),
          Map.entry(
              "GetShardIterator",
              "{'StreamName':'s','ShardId':'shardId-000000000000',"
                  + "'ShardIteratorType':'AT_TIMESTAMP','Timestamp':1700000000.5}"),
          Map.entry("GetRecords", "{'ShardIterator':'aXRlcmF0b3J8MXwwfDF8MXxz','Limit':10}"),
          Map.entry(
              "ListShards",
              "{'StreamName':'s','MaxResults':10,'ShardFilter':{'Type':'AT_LATEST'}}"),
          Map.entry("ListShards", "{'NextToken':'c2hhcmRzfDF8c3xhfEFUX0xBVEVTVHww'}"),
          Map.entry("CreateStream", "{'StreamName':'t','ShardCount':2,'Tags':{'a':'b'}}"),
          Map.entry("UpdateShardCount", "{'StreamName':'s','TargetShardCount':2}"),
          Map.entry("DescribeStream", "{'StreamARN':'arn:aws:kinesis:r:000000000000:stream/s'}"),
          Map.entry("AddTagsToStream", "{'StreamName':'s','Tags':{'a':'b'}}"),
          Map.entry(
              "SplitShard", "{'StreamName':'s','ShardToSplit':'x','NewStartingHashKey':'1'}"));

  /** Buffers of the whole JVM; what this server takes, it must give back. */
  private final long activeBefore = activeBuffers();

  private final KinesisLocal server = KinesisLocal.start().createStream("s", 2);

  @AfterEach
  void stop() {
    server.close();
    assertThat(activeBuffers())
        .as("buffers that were not released")
        .isLessThanOrEqualTo(activeBefore);
  }

  private static long activeBuffers() {
    var metric = PooledByteBufAllocator.DEFAULT.metric();
    return Stream.concat(metric.directArenas().stream(), metric.heapArenas().stream())
        .mapToLong(PoolArenaMetric::numActiveAllocations)
        .sum();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 9, 10, 11, 12})
  void post_mutatedBody_getsAnAnswerOfAws(long seed) throws Exception {
    var random = new Random(seed);
    try (var connection = new RawConnection(server)) {
      for (int i = 0; i < BODIES_A_SEED; i++) {
        Map.Entry<String, String> valid = SEEDS.get(random.nextInt(SEEDS.size()));
        boolean cbor = random.nextBoolean();
        byte[] json = valid.getValue().replace('\'', '"').getBytes(UTF_8);
        byte[] body = cbor ? CBOR_MAPPER.writeValueAsBytes(JSON_MAPPER.readTree(json)) : json;
        String target = "Kinesis_20131202." + valid.getKey();
        assertAnswerOfAws(
            connection.post(target, cbor ? CBOR : JSON, mutated(body, random)), seed, i);
      }
    }
  }

  @Test
  void post_unknownOperation_saysSo() throws Exception {
    try (var connection = new RawConnection(server)) {
      for (String target : List.of("Kinesis_20131202.Fly", "DynamoDB_20120810.Fly", "x")) {
        RawConnection.Response response = connection.post(target, JSON, "{}".getBytes(UTF_8));
        assertThat(response.status).isEqualTo(400);
        assertThat(response.headers).containsEntry("x-amzn-errortype", "UnknownOperationException");
        assertThat(JSON_MAPPER.readTree(response.body).get("__type").textValue())
            .isEqualTo("UnknownOperationException");
      }
    }
  }

  /** Channels are not emulated: whoever calls them is told so, and not by a half answer. */
  @Test
  void post_everyOperationOfTheSdkButChannels_isKnown() throws Exception {
    Set<String> operations = new TreeSet<>();
    for (Method method : KinesisAsyncClient.class.getMethods()) {
      if (method.getReturnType() == CompletableFuture.class) {
        String name = method.getName();
        operations.add(name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1));
      }
    }
    assertThat(operations).hasSize(45);
    operations.removeIf(operation -> operation.contains("Channel"));
    assertThat(operations).hasSize(40);
    try (var connection = new RawConnection(server)) {
      for (String operation : operations) {
        RawConnection.Response response =
            connection.post("Kinesis_20131202." + operation, JSON, "{}".getBytes(UTF_8));
        assertThat(response.headers.get("x-amzn-errortype"))
            .as(operation)
            .isNotEqualTo("UnknownOperationException");
      }
    }
  }

  @Test
  void post_brokenBody_isASerializationException() throws Exception {
    try (var connection = new RawConnection(server)) {
      for (String contentType : List.of(JSON, CBOR, "text/plain")) {
        byte[] body = {(byte) 0xFF, 1, 2};
        RawConnection.Response response =
            connection.post("Kinesis_20131202.PutRecords", contentType, body);
        assertThat(response.status).isEqualTo(400);
        assertThat(response.headers).containsEntry("x-amzn-errortype", "SerializationException");
      }
    }
  }

  @Test
  void post_unknownField_isRefused() throws Exception {
    try (var connection = new RawConnection(server)) {
      byte[] body = "{\"StreamName\":\"s\",\"Colour\":1}".getBytes(UTF_8);
      for (String operation : List.of("DescribeStream", "PutRecords", "GetRecords")) {
        RawConnection.Response response =
            connection.post("Kinesis_20131202." + operation, JSON, body);
        assertThat(new String(response.body, UTF_8)).contains("unknown field");
      }
    }
  }

  @Test
  void post_tooManyBytes_is413() throws Exception {
    try (var connection = new RawConnection(server)) {
      String head =
          "POST / HTTP/1.1\r\nHost: x\r\nContent-Type: "
              + JSON
              + "\r\nContent-Length: 17000000\r\nX-Amz-Target: Kinesis_20131202.PutRecords\r\n\r\n";
      RawConnection.Response response = connection.send(head.getBytes(ISO_8859_1));
      assertThat(response.status).isEqualTo(413);
      assertThat(new String(response.body, UTF_8)).contains("SerializationException");
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {7, 8})
  void send_mutatedHttp_getsAnAnswerOrAClosedConnection(long seed) throws Exception {
    var random = new Random(seed);
    byte[] valid =
        ("POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: Kinesis_20131202.ListStreams\r\n"
                + "Content-Type: application/x-amz-json-1.1\r\nContent-Length: 2\r\n\r\n{}")
            .getBytes(ISO_8859_1);
    for (int i = 0; i < 200; i++) {
      byte[] request = valid.clone();
      for (int n = 1 + random.nextInt(3); n > 0; n--) {
        request[random.nextInt(60)] = (byte) random.nextInt(256);
      }
      try (var connection = new RawConnection(server)) {
        assertAnswerOfAws(connection.sendAndHangUp(request), seed, i);
      } catch (IOException closed) {
        assertThat(closed).isNotInstanceOf(SocketTimeoutException.class);
      }
    }
    try (var connection = new RawConnection(server)) {
      assertThat(connection.send(valid).status).isEqualTo(200);
    }
  }

  private static byte[] mutated(byte[] valid, Random random) {
    List<Byte> bytes = new ArrayList<>();
    for (byte b : valid) {
      bytes.add(b);
    }
    for (int n = 1 + random.nextInt(4); n > 0 && !bytes.isEmpty(); n--) {
      int at = random.nextInt(bytes.size());
      switch (random.nextInt(5)) {
        case 0 -> bytes.set(at, (byte) random.nextInt(256));
        case 1 -> bytes.remove(at);
        case 2 -> bytes.add(at, (byte) random.nextInt(256));
        case 3 -> bytes.set(at, (byte) (bytes.get(at) ^ (1 << random.nextInt(8))));
        default -> bytes.subList(at, bytes.size()).clear();
      }
    }
    byte[] mutated = new byte[bytes.size()];
    for (int i = 0; i < mutated.length; i++) {
      mutated[i] = bytes.get(i);
    }
    return mutated;
  }

  private static void assertAnswerOfAws(RawConnection.Response response, long seed, int i)
      throws IOException {
    String what = "seed " + seed + ", request " + i;
    assertThat(response.status).as(what).isBetween(200, 501).isNotEqualTo(500);
    if (response.status < 300) {
      return;
    }
    String contentType = String.valueOf(response.headers.get("content-type"));
    if (contentType.contains("xml")) { // a broken head has made it a request to S3
      assertThat(new String(response.body, UTF_8)).as(what).contains("<Code>", "<Message>");
      return;
    }
    JsonNode error = (CBOR.equals(contentType) ? CBOR_MAPPER : JSON_MAPPER).readTree(response.body);
    assertThat(error.get("__type").textValue()).as(what).endsWith("Exception");
    assertThat(error.get("message").textValue()).as(what).doesNotContain("\tat ", ".java");
  }
}
