// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.encrypt.DataKeyException;
import io.github.kinesisetl.core.encrypt.FrameCipher;
import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.pipeline.Sink;
import io.github.kinesisetl.core.pipeline.WriteResult;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.sinks.internal.Lazy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Encrypts the records of dead letters before their sink sees them, so that what lay on the stream
 * encrypted does so among the letters, too. What is put back on the stream is a frame of that one
 * record, which the same decryptor opens. Key, position and reason stay as they are. Safe for use
 * by many threads.
 *
 * <p>A letter of the stage {@value #READ} holds what could not be opened, as it is stored, and
 * stays so: it is encrypted by whoever wrote it, or it was refused because it is not, and must not
 * come back as if it were.
 *
 * @since 0.1.0
 */
public final class EncryptedLetters implements Sink<DeadLetter> {

  private static final String READ = "read";

  private final Lazy<FrameCipher> cipher;
  private final Sink<DeadLetter> sink;

  /**
   * A sink around another.
   *
   * @param cipher gives what encrypts, with the first letter; under the context of the reader that
   *     is to open what comes back
   * @param sink where letters go
   */
  public EncryptedLetters(Supplier<FrameCipher> cipher, Sink<DeadLetter> sink) {
    this.cipher = new Lazy<>(cipher);
    this.sink = requireNonNull(sink, "sink");
  }

  /**
   * {@inheritDoc}
   *
   * <p>While there is no key, letters fail for now: none goes in clear.
   */
  @Override
  public WriteResult write(List<DeadLetter> letters) {
    List<DeadLetter> encrypted = new ArrayList<>(letters.size());
    try {
      for (DeadLetter letter : letters) {
        encrypted.add(letter.stage().equals(READ) ? letter : encrypted(letter));
      }
    } catch (DataKeyException e) {
      return WriteResult.failed(letters.size(), "no key for dead letters: " + e.getMessage());
    }
    return sink.write(encrypted);
  }

  private DeadLetter encrypted(DeadLetter letter) {
    EventRecord record = letter.record();
    byte[] frame = cipher.get().encrypt(record.array(), record.offset(), record.sizeBytes());
    return new DeadLetter(
        letter.stage(), letter.reason(), letter.position(), record.withData(frame), letter.isCut());
  }
}
