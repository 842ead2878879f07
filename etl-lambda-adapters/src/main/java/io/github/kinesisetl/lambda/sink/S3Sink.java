// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.sink;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.codec.Codec;
import io.github.kinesisetl.core.compress.Compressor;
import io.github.kinesisetl.core.compress.FrameFormat;
import io.github.kinesisetl.core.pipeline.Sink;
import io.github.kinesisetl.core.pipeline.WriteResult;
import io.github.kinesisetl.core.record.RecordBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Writes items as objects of compressed lines, one object a partition and write. An object is named
 * after its content, so the same items written again replace it instead of standing there twice.
 * Safe for use by many threads. Close it to free the compressor; the client stays open.
 *
 * @param <T> the type of item
 */
public final class S3Sink<T> implements Sink<T>, AutoCloseable {

  private final Supplier<S3Client> client;
  private final Location location;
  private final Codec<T> codec;
  private final Function<T, String> partition;
  private final Compressor compressor;

  /**
   * A sink.
   *
   * @param client gives the client, when there is something to write
   * @param location where objects go
   * @param codec writes an item as one line; it must not write line breaks
   * @param partition the folder of an item below the prefix, such as {@code event_date=2026-11-23};
   *     empty for none
   * @param compressor gzip for Athena and all others, zstd for half the bytes; this sink closes it
   */
  public S3Sink(
      Supplier<S3Client> client,
      Location location,
      Codec<T> codec,
      Function<T, String> partition,
      Compressor compressor) {
    this.client = new Lazy<>(client);
    this.location = requireNonNull(location, "location");
    this.codec = requireNonNull(codec, "codec");
    this.partition = requireNonNull(partition, "partition");
    this.compressor = requireNonNull(compressor, "compressor");
  }

  @Override
  public WriteResult write(List<T> items) {
    var outcomes = new Outcomes();
    Map<String, Part> parts = new LinkedHashMap<>();
    for (int i = 0; i < items.size(); i++) {
      T item = items.get(i);
      try {
        int index = i;
        Part part = parts.computeIfAbsent(partition.apply(item), unused -> new Part(index));
        codec.encode(item, part.lines);
        part.lines.write('\n');
      } catch (IllegalArgumentException e) {
        outcomes.refused(i, "the item cannot be written as a line");
      }
    }
    parts.forEach((folder, part) -> put(folder, part, outcomes));
    return outcomes.result();
  }

  @Override
  public void close() {
    compressor.close();
  }

  private void put(String folder, Part part, Outcomes outcomes) {
    byte[] lines = part.lines.toByteArray();
    if (lines.length == 0) {
      return;
    }
    boolean gzip = compressor.format() == FrameFormat.GZIP;
    String key =
        location.prefix()
            + (folder.isEmpty() ? "" : folder + "/")
            + Lines.sha256(lines)
            + (gzip ? ".jsonl.gz" : ".jsonl.zst");
    try {
      client
          .get()
          .putObject(
              request ->
                  request
                      .bucket(location.bucket())
                      .key(key)
                      .contentType(gzip ? "application/gzip" : "application/zstd"),
              RequestBody.fromBytes(compressor.compress(lines)));
    } catch (SdkException e) {
      outcomes.failed(part.firstIndex, AwsErrors.describe("S3", e));
    }
  }

  /**
   * Where objects go.
   *
   * @param bucket the bucket
   * @param prefix what keys begin with; empty, or with a slash at its end
   */
  public record Location(String bucket, String prefix) {

    private static final String SCHEME = "s3://";

    /** Checks that a prefix ends in a slash. */
    public Location {
      requireNonNull(bucket, "bucket");
      if (!prefix.isEmpty() && !prefix.endsWith("/")) {
        throw new IllegalArgumentException("prefix must end in a slash, but is " + prefix);
      }
    }

    /**
     * Reads an address.
     *
     * @param address {@code s3://<bucket>} or {@code s3://<bucket>/<prefix>}; a prefix gets a slash
     *     at its end if it has none
     * @return the location
     * @throws IllegalArgumentException if the address is another
     */
    public static Location of(String address) {
      if (!address.startsWith(SCHEME)) {
        throw notAnAddress(address);
      }
      String[] parts = address.substring(SCHEME.length()).split("/", 2);
      if (parts[0].isEmpty()) {
        throw notAnAddress(address);
      }
      String prefix = parts.length == 1 ? "" : parts[1];
      return new Location(
          parts[0], prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/");
    }

    private static IllegalArgumentException notAnAddress(String address) {
      return new IllegalArgumentException(
          "address must be s3://<bucket>/<prefix>, but is " + address);
    }
  }

  /** An object on its way. */
  private static final class Part {
    private final int firstIndex;
    private final RecordBuffer lines = new RecordBuffer(8 << 10);

    Part(int firstIndex) {
      this.firstIndex = firstIndex;
    }
  }
}
