// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.core.aggregate.PairedMd5.Lane;
import java.security.MessageDigest;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PairedMd5Test {

  private static final int[] LENGTHS = {
    0, 1, 55, 56, 57, 63, 64, 65, 119, 120, 4_095, 4_096, 4_160
  };

  private final PairedMd5 md5 = new PairedMd5();
  private final Random random = new Random(11);

  @Test
  void run_messagesOfAnyLengths_areTheJdksDigests() throws Exception {
    for (int first : LENGTHS) {
      for (int second : LENGTHS) {
        requireDigests(first, second);
      }
    }
    for (int i = 0; i < 300; i++) {
      requireDigests(random.nextInt(20_000), random.nextInt(20_000));
    }
  }

  @Test
  void run_oneMessageAlone_isItsDigest() throws Exception {
    for (int length : LENGTHS) {
      byte[] bytes = bytes(length);
      md5.first().takeNothing();
      md5.second().take(bytes, 0, length);
      md5.run();
      requireDigest(md5.second(), bytes, 0, length);
      md5.first().take(bytes, 0, length);
      md5.second().takeNothing();
      md5.run();
      requireDigest(md5.first(), bytes, 0, length);
    }
  }

  private void requireDigests(int first, int second) throws Exception {
    int at = random.nextInt(40);
    byte[] bytes = bytes(at + first);
    byte[] others = bytes(at + second);
    md5.first().take(bytes, at, first);
    md5.second().take(others, at, second);
    md5.run();
    requireDigest(md5.first(), bytes, at, first);
    requireDigest(md5.second(), others, at, second);
  }

  private static void requireDigest(Lane lane, byte[] bytes, int offset, int length)
      throws Exception {
    MessageDigest jdk = MessageDigest.getInstance("MD5");
    jdk.update(bytes, offset, length);
    byte[] digest = jdk.digest();
    assertThat(lane.isDigest(digest, 0)).isTrue();
    for (int i = 0; i < digest.length; i++) {
      digest[i] ^= 1;
      assertThat(lane.isDigest(digest, 0)).isFalse();
      digest[i] ^= 1;
    }
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
