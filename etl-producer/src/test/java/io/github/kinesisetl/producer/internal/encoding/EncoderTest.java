// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.core.aggregate.RecordAggregator;
import io.github.kinesisetl.core.aggregate.internal.AggregateIds;
import io.github.kinesisetl.core.aggregate.internal.RecordDeaggregator;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

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

  @Test
  void encode_denseButSmallerWithoutAFrame_isTheAggregateItself() throws Exception {
    Entry entry = encode(OutputMode.DENSE, null, true, 1);
    assertThat(FrameFormat.detect(entry.array(), 0, entry.dataBytes())).isEmpty();
    assertThat(recordsIn(entry.copyData())).isEqualTo(1);
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
    Encoding encoding = ProducerOptions.builder().mode(mode).build().encoding();
    try (var encoder = new Encoder(encoding, cipher, routes, frames, 1)) {
      RecordAggregator aggregator = encoder.aggregator();
      for (int i = 0; i < events; i++) {
        byte[] event = "{\"an\":\"event\"}".getBytes(StandardCharsets.UTF_8);
        aggregator.add(EventRecord.of("key" + i % 7, event));
      }
      Entry entry = encoder.encode(aggregator.complete(AggregateIds.fresh(1, 2)), HASH);
      encoder.giveBack(aggregator);
      assertThat(encoder.aggregator()).isSameAs(aggregator);
      return entry;
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
