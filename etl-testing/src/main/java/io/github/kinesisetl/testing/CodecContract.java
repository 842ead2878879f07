// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.kinesisetl.core.codec.Codec;
import io.github.kinesisetl.core.record.DecodeException;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.RecordBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What each codec keeps to: what it encodes it decodes again, it writes behind what is there
 * already, what it cannot decode it refuses without quoting it, and many threads may use it.
 *
 * @param <T> the type of event
 */
public abstract class CodecContract<T> {

  private static final String SECRET = "s3cr3t";

  /** For a codec's own test. */
  protected CodecContract() {}

  /**
   * The codec to ask.
   *
   * @return the same each time
   */
  protected abstract Codec<T> codec();

  /**
   * Events of many kinds.
   *
   * @return two or more, all different
   */
  protected abstract List<T> events();

  /**
   * What tells events apart.
   *
   * @param event an event
   * @return the event itself, if it has {@code equals}; else something that has
   */
  protected Object comparable(T event) {
    return event;
  }

  @Test
  final void decode_whatWasEncoded_givesTheSameEvents() throws DecodeException {
    for (T event : events()) {
      assertThat(comparable(codec().decode(record(encoded(event))))).isEqualTo(comparable(event));
    }
  }

  @Test
  final void encode_behindOtherBytes_leavesThemAlone() throws DecodeException {
    for (T event : events()) {
      var out = new RecordBuffer(1);
      out.write("before".getBytes(UTF_8));
      codec().encode(event, out);
      assertThat(new String(out.array(), 0, 6, UTF_8)).isEqualTo("before");
      EventRecord behind = EventRecord.of("k", out.array(), 6, out.sizeBytes() - 6);
      assertThat(comparable(codec().decode(behind))).isEqualTo(comparable(event));
    }
  }

  @Test
  final void decode_bytesOfSomethingElse_isRefusedWithoutQuotingThem() {
    for (String text : List.of("", SECRET, "{\"" + SECRET, "\u0000\u0001" + SECRET)) {
      assertThatExceptionOfType(DecodeException.class)
          .isThrownBy(() -> codec().decode(record(text.getBytes(UTF_8))))
          .satisfies(e -> {
            assertThat(String.valueOf(e.getMessage())).doesNotContain(SECRET);
            assertThat(e.reason()).doesNotContain(SECRET);
          });
    }
  }

  @Test
  final void codec_usedByManyThreads_mixesNothingUp() throws InterruptedException {
    List<Object> wrong = Collections.synchronizedList(new ArrayList<>());
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(
          new Thread(() -> {
            for (int round = 0; round < 200; round++) {
              for (T event : events()) {
                Object decoded = decodedOrWhy(event);
                if (!decoded.equals(comparable(event))) {
                  wrong.add(decoded);
                }
              }
            }
          }));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(wrong).isEmpty();
  }

  private Object decodedOrWhy(T event) {
    try {
      return comparable(codec().decode(record(encoded(event))));
    } catch (DecodeException e) {
      return e;
    }
  }

  private byte[] encoded(T event) {
    var out = new RecordBuffer(64);
    codec().encode(event, out);
    return out.toByteArray();
  }

  private static EventRecord record(byte[] data) {
    return EventRecord.of("k", data);
  }
}
