// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.core.aggregate.RecordAggregator;
import io.github.kinesisetl.core.aggregate.internal.AggregateIds;
import io.github.kinesisetl.core.aggregate.internal.RecordDeaggregator;
import io.github.kinesisetl.core.codec.ReaderLimits;
import io.github.kinesisetl.core.codec.RecordReader;
import io.github.kinesisetl.core.compress.Compressor;
import io.github.kinesisetl.core.compress.Decompressor;
import io.github.kinesisetl.core.compress.FrameFormat;
import io.github.kinesisetl.core.compress.FrameLimits;
import io.github.kinesisetl.core.encrypt.DataKey;
import io.github.kinesisetl.core.encrypt.DataKeyProvider;
import io.github.kinesisetl.core.encrypt.FrameCipher;
import io.github.kinesisetl.core.encrypt.internal.EncryptedFormat;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.core.record.MalformedFrameException;
import io.github.kinesisetl.producer.Encoding;
import io.github.kinesisetl.producer.OutputMode;
import io.github.kinesisetl.producer.ProducerOptions;
import io.github.kinesisetl.producer.internal.memory.FramePool;
import io.github.kinesisetl.producer.spi.Entry;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncoderTest {

  private static final HashKey HASH = HashKey.ofPartitionKey("somewhere");

  private final FramePool frames = new FramePool(1 << 20);

  @Test
  void encode_dense_isAFrameOfTheAggregateForItsShard() throws Exception {
    Entry entry = encode(OutputMode.DENSE, null, true, 200);
    assertThat(FrameFormat.detect(entry.array(), 0, entry.dataBytes())).contains(FrameFormat.ZSTD);
    assertThat(entry.explicitHashKey()).isEqualTo(HASH);
    assertThat(recordsIn(opened(entry))).isEqualTo(200);
    assertThat(entry.dataBytes()).isLessThan(opened(entry).length / 2);
  }

  /** A frame has the checksum that makes its content an aggregate, so there is always one. */
  @ParameterizedTest
  @ValueSource(ints = {1, 100, 70_000, 1 << 20, 10 << 20})
  void encode_denseThatDoesNotShrink_isAFrameHardlyLonger(int bytes) throws Exception {
    byte[] noise = new byte[bytes];
    new Random(bytes).nextBytes(noise);

    Entry entry = encode(OutputMode.DENSE, null, true, List.of(noise));

    assertThat(readBack(entry)).singleElement().isEqualTo(noise);
    assertThat(entry.dataBytes() - opened(entry).length)
        .isLessThanOrEqualTo(Compressor.maxZstdOverheadBytes(bytes));
  }

  @Test
  void encode_denserThanReadersTakeByDefault_isReadAllTheSame() {
    List<byte[]> equal = Collections.nCopies(2_000, new byte[2_000]);

    Entry entry = encode(OutputMode.DENSE, null, true, equal);

    assertThat(readBack(entry)).hasSize(2_000).allMatch(event -> event.length == 2_000);
    assertThat(entry.dataBytes()).isBetween(4_000, 4_200);
  }

  @Test
  void encode_kpl_isTheAggregateItself() throws Exception {
    Entry entry = encode(OutputMode.KPL, null, true, 200);
    assertThat(RecordDeaggregator.isAggregate(entry.array(), 0, entry.dataBytes())).isTrue();
    assertThat(recordsIn(entry.copyData())).isEqualTo(200);
  }

  @Test
  void encode_whereTheServiceChoosesTheShard_saysNotWhere() {
    assertThat(encode(OutputMode.DENSE, null, false, 3).explicitHashKey()).isNull();
  }

  @Test
  void encode_withACipher_isEncryptedAfterCompression() throws Exception {
    FrameCipher cipher = FrameCipher.builder(new PlainKeys()).build(InstantSource.system());
    Entry entry = encode(OutputMode.DENSE, cipher, true, 200);
    assertThat(EncryptedFormat.isEncrypted(entry.array(), 0, entry.dataBytes())).isTrue();
    byte[] frame = cipher.decrypt(entry.array(), 0, entry.dataBytes());
    assertThat(FrameFormat.detect(frame, 0, frame.length)).contains(FrameFormat.ZSTD);
  }

  @Test
  void encode_again_usesTheArrayThatCameBack() {
    Entry first = encode(OutputMode.KPL, null, true, 50);
    frames.give(first.array());
    assertThat(encode(OutputMode.KPL, null, true, 50).array()).isSameAs(first.array());
  }

  private Entry encode(OutputMode mode, @Nullable FrameCipher cipher, boolean routes, int events) {
    byte[] event = "{\"an\":\"event\"}".getBytes(StandardCharsets.UTF_8);
    return encode(mode, cipher, routes, Collections.nCopies(events, event));
  }

  private Entry encode(
      OutputMode mode, @Nullable FrameCipher cipher, boolean routes, List<byte[]> events) {
    Encoding encoding = ProducerOptions.builder().mode(mode).build().encoding();
    try (var encoder = new Encoder(encoding, cipher, routes, frames, 64 << 20)) {
      RecordAggregator aggregator = encoder.aggregator();
      for (int i = 0; i < events.size(); i++) {
        aggregator.add(EventRecord.of("key" + i % 7, events.get(i)));
      }
      Entry entry = encoder.encode(aggregator.complete(AggregateIds.fresh(1, 2)), HASH);
      encoder.giveBack(aggregator);
      assertThat(encoder.aggregator()).isSameAs(aggregator);
      return entry;
    }
  }

  private static List<byte[]> readBack(Entry entry) {
    try (var reader = RecordReader.withLimits(ReaderLimits.DEFAULT)) {
      return reader.read(EventRecord.of("a", entry.copyData())).stream()
          .map(result -> result.record().copyData())
          .toList();
    }
  }

  private static byte[] opened(Entry entry) throws MalformedFrameException {
    try (Decompressor decompressor = Decompressor.withDictionaries()) {
      return decompressor.decompress(
          FrameFormat.ZSTD, entry.array(), 0, entry.dataBytes(), FrameLimits.DEFAULT);
    }
  }

  private static int recordsIn(byte[] aggregate) throws MalformedFrameException {
    return RecordDeaggregator.deaggregate(aggregate, 0, aggregate.length, 1_000).size();
  }

  /** No secret: what is tested is that it is used. */
  private static final class PlainKeys implements DataKeyProvider {
    @Override
    public DataKey generate() {
      return new DataKey("plain", new byte[DataKey.KEY_BYTES], new byte[DataKey.KEY_BYTES]);
    }

    @Override
    public DataKey open(String keyId, byte[] wrapped) {
      return new DataKey(keyId, wrapped, wrapped);
    }
  }
}
