// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.runtime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyStreamTest {

  @Test
  void read_bodiesOneBehindTheOther_givesEachItsBytes() throws Exception {
    for (int seed = 0; seed < 300; seed++) {
      var random = new Random(seed);
      byte[] first = bytes(random);
      byte[] second = bytes(random);
      var wire = new ByteArrayOutputStream();
      chunks(first, random, wire);
      wire.writeBytes(second);
      var in = new BufferedInput(new Trickle(wire.toByteArray(), random));
      assertThat(readAll(BodyStream.chunked(in), random)).isEqualTo(first);
      assertThat(readAll(BodyStream.ofLength(in, second.length), random)).isEqualTo(second);
      assertThat(in.isAtEnd()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x\r\n", "-1\r\n", "2\r\nabc\r\n0\r\n\r\n", "123456789\r\n", "5\r\nab", ""})
  void read_brokenChunks_isAnError(String wire) {
    var in = new BufferedInput(new ByteArrayInputStream(wire.getBytes(ISO_8859_1)));
    assertThatIOException().isThrownBy(() -> BodyStream.chunked(in).readAllBytes());
  }

  private static byte[] readAll(BodyStream body, Random random) throws IOException {
    var all = new ByteArrayOutputStream();
    byte[] buffer = new byte[1 + random.nextInt(20_000)];
    int read = 0;
    while (read >= 0) {
      all.write(buffer, 0, read);
      read = body.read(buffer, 0, buffer.length);
    }
    assertThat(body.read()).isEqualTo(-1);
    assertThat(body.available()).isZero();
    return all.toByteArray();
  }

  private static byte[] bytes(Random random) {
    byte[] bytes = new byte[random.nextInt(40_000)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static void chunks(byte[] bytes, Random random, ByteArrayOutputStream wire) {
    int from = 0;
    while (from < bytes.length) {
      int length = Math.min(bytes.length - from, 1 + random.nextInt(15_000));
      wire.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(ISO_8859_1));
      wire.write(bytes, from, length);
      wire.writeBytes("\r\n".getBytes(ISO_8859_1));
      from += length;
    }
    wire.writeBytes("0\r\n\r\n".getBytes(ISO_8859_1));
  }

  /** Gives its bytes in pieces, as a network does. */
  private static final class Trickle extends InputStream {
    private final ByteArrayInputStream bytes;
    private final Random random;

    Trickle(byte[] bytes, Random random) {
      this.bytes = new ByteArrayInputStream(bytes);
      this.random = random;
    }

    @Override
    public int read() {
      return bytes.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      return bytes.read(target, offset, Math.min(length, 1 + random.nextInt(9_000)));
    }
  }
}
