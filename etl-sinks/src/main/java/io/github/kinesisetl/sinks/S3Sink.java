// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.codec.Codec;
import io.github.kinesisetl.core.compress.Compressor;
import io.github.kinesisetl.core.compress.FrameFormat;
import io.github.kinesisetl.core.pipeline.Sink;
import io.github.kinesisetl.core.pipeline.WriteResult;
import io.github.kinesisetl.core.record.RecordBuffer;
import io.github.kinesisetl.producer.aws.ServiceFailure;
import io.github.kinesisetl.sinks.RequestBatches.Slot;
import io.github.kinesisetl.sinks.internal.Lazy;
import io.github.kinesisetl.sinks.internal.Lines;
import io.github.kinesisetl.sinks.internal.Lines.UnwritableItemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
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

  /**
   * Of a key (<a
   * href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html">object keys</a>).
   */
  private static final int MAX_KEY_BYTES = 1024;

  private static final String ANY_NAME = "0".repeat(64); // as long as a digest

  private static final RequestBatches.Bounds ONE_OBJECT =
      new RequestBatches.Bounds("S3", Integer.MAX_VALUE, Long.MAX_VALUE);

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
   * @param codec writes an item as one line; an item with a line break is refused
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
    var outcomes = WriteResult.builder(items.size());
    Map<String, Part> parts = new LinkedHashMap<>();
    for (int i = 0; i < items.size(); i++) {
      T item = items.get(i);
      try {
        String folder = Lines.made(() -> partition.apply(item));
        requireFits(folder);
        parts.computeIfAbsent(folder, Part::new).add(i, item, codec);
      } catch (UnwritableItemException e) {
        outcomes.refused(i, e.reason());
      }
    }
    var batches = new RequestBatches<Line>(ONE_OBJECT, this::put, outcomes);
    for (Part part : parts.values()) {
      part.lines.forEach(line -> batches.add(line.index(), line, line.to() - line.from()));
      batches.sendAll();
    }
    return outcomes.build();
  }

  @Override
  public void close() {
    compressor.close();
  }

  private void requireFits(String folder) throws UnwritableItemException {
    int bytes = key(folder, ANY_NAME).getBytes(UTF_8).length;
    if (bytes > MAX_KEY_BYTES) {
      throw new UnwritableItemException(
          "the key of its object would have %d bytes, but S3 takes %d"
              .formatted(bytes, MAX_KEY_BYTES));
    }
  }

  private String key(String folder, String name) {
    String ending = compressor.format() == FrameFormat.GZIP ? ".jsonl.gz" : ".jsonl.zst";
    return location.prefix() + (folder.isEmpty() ? "" : folder + "/") + name + ending;
  }

  /** Puts neighbouring lines of one part. */
  private Optional<ServiceFailure> put(List<Slot<Line>> slots, WriteResult.Builder outcomes) {
    Part part = slots.get(0).item().part();
    int from = slots.get(0).item().from();
    int to = slots.get(slots.size() - 1).item().to();
    byte[] lines = Arrays.copyOfRange(part.bytes.array(), from, to);
    String key = key(part.folder, Lines.sha256(lines));
    String type = compressor.format() == FrameFormat.GZIP ? "application/gzip" : "application/zstd";
    client
        .get()
        .putObject(
            request -> request.bucket(location.bucket()).key(key).contentType(type),
            RequestBody.fromBytes(compressor.compress(lines)));
    slots.forEach(slot -> outcomes.stored(slot.index()));
    return Optional.empty();
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
    private final String folder;
    private final RecordBuffer bytes = new RecordBuffer(8 << 10);
    private final List<Line> lines = new ArrayList<>();

    Part(String folder) {
      this.folder = folder;
    }

    /** Adds an item's line, or nothing at all: a neighbour must not be glued to half a line. */
    <T> void add(int index, T item, Codec<T> codec) throws UnwritableItemException {
      int from = bytes.sizeBytes();
      try {
        Lines.write(codec, item, bytes);
      } catch (UnwritableItemException e) {
        bytes.truncate(from);
        throw e;
      }
      if (hasLineBreak(from)) {
        bytes.truncate(from);
        throw new UnwritableItemException("its codec wrote more than one line");
      }
      bytes.write('\n');
      lines.add(new Line(index, this, from, bytes.sizeBytes()));
    }

    private boolean hasLineBreak(int from) {
      byte[] array = bytes.array();
      for (int i = from; i < bytes.sizeBytes(); i++) {
        if (array[i] == '\n') {
          return true;
        }
      }
      return false;
    }
  }

  /** An item's line in its part. */
  private record Line(int index, Part part, int from, int to) {}
}
