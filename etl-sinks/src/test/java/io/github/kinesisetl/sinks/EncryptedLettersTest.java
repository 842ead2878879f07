// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.core.encrypt.DataKey;
import io.github.kinesisetl.core.encrypt.DataKeyException;
import io.github.kinesisetl.core.encrypt.DataKeyProvider;
import io.github.kinesisetl.core.encrypt.FrameCipher;
import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.pipeline.WriteResult;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.RecordPosition;
import io.github.kinesisetl.testing.MemorySink;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class EncryptedLettersTest {

  private final MemorySink<DeadLetter> sink = new MemorySink<>();
  private boolean isAway;

  private final FrameCipher cipher =
      FrameCipher.builder(
              new DataKeyProvider() {
                @Override
                public DataKey generate() {
                  if (isAway) {
                    throw new DataKeyException("away", true, null);
                  }
                  return new DataKey("key", new byte[] {1}, new byte[32]);
                }

                @Override
                public DataKey open(String keyId, byte[] wrapped) {
                  return new DataKey(keyId, wrapped, new byte[32]);
                }
              })
          .build(InstantSource.system());

  private final EncryptedLetters letters = new EncryptedLetters(() -> cipher, sink);

  private static DeadLetter letter(String stage) {
    return new DeadLetter(
        stage,
        "why",
        new RecordPosition("shardId-000000000000", "1", 3),
        EventRecord.of("key", "secret".getBytes(UTF_8)));
  }

  @Test
  void write_letterOfAnOpenedRecord_isAFrameOfThatRecordThatTheReaderOpens() throws Exception {
    assertThat(letters.write(List.of(letter("validate")))).isEqualTo(WriteResult.stored(1));
    EventRecord stored = sink.items().get(0).record();
    assertThat(new String(stored.copyData(), UTF_8)).doesNotContain("secret");
    assertThat(cipher.decrypt(stored.array(), stored.offset(), stored.sizeBytes()))
        .isEqualTo("secret".getBytes(UTF_8));
    assertThat(stored.partitionKey()).isEqualTo("key");
  }

  /** Else plaintext that was refused for being plaintext would come back as a frame. */
  @Test
  void write_letterOfWhatWasNotOpened_staysAsItIsStored() {
    assertThat(letters.write(List.of(letter("read")))).isEqualTo(WriteResult.stored(1));
    assertThat(sink.items().get(0).record().copyData()).isEqualTo("secret".getBytes(UTF_8));
  }

  @Test
  void write_whileTheKeyServiceIsAway_failsForNowAndWritesNothingInClear() {
    isAway = true;
    WriteResult result = letters.write(List.of(letter("validate"), letter("read")));
    assertThat(result.failure()).contains("no key for dead letters: away");
    assertThat(result.storedItems()).isZero();
    assertThat(sink.items()).isEmpty();
  }
}
