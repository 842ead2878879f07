// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race.local;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** Puts records on a server with the SDK's own client: HTTP/1.1 and CBOR, one request at a time. */
final class Load implements AutoCloseable {

  private static final String STREAM = "race";
  private static final int SHARDS = 4;

  private final KinesisClient client;

  Load(URI endpoint) {
    client =
        KinesisClient.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
  }

  void createStream() {
    client.createStream(r -> r.streamName(STREAM).shardCount(SHARDS));
    StreamStatus status;
    do {
      status =
          client
              .describeStreamSummary(r -> r.streamName(STREAM))
              .streamDescriptionSummary()
              .streamStatus();
    } while (status != StreamStatus.ACTIVE);
  }

  /** Puts so many records in requests of so many; each must be stored. */
  void put(int records, int aRequest, int bytes) throws IOException {
    List<PutRecordsRequestEntry> entries = entries(aRequest, bytes);
    for (int put = 0; put < records; put += aRequest) {
      int failed =
          client.putRecords(r -> r.streamName(STREAM).records(entries)).failedRecordCount();
      if (failed > 0) {
        throw new IOException(failed + " records were refused");
      }
    }
  }

  private static List<PutRecordsRequestEntry> entries(int count, int bytes) {
    var random = new Random(count);
    List<PutRecordsRequestEntry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] data = new byte[bytes];
      random.nextBytes(data);
      entries.add(
          PutRecordsRequestEntry.builder()
              .partitionKey("key-" + i)
              .data(SdkBytes.fromByteArrayUnsafe(data))
              .build());
    }
    return entries;
  }

  @Override
  public void close() {
    client.close();
  }
}
