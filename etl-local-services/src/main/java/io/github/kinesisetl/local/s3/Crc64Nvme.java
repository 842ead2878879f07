// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.s3;

import java.util.zip.Checksum;

/** The CRC of NVMe, 64 bits: polynomial 0xad93d23594c93659, reflected in and out, inverted. */
final class Crc64Nvme implements Checksum {

  private static final long REFLECTED_POLYNOMIAL = Long.reverse(0xad93d23594c93659L);
  private static final long[] TABLE = table();

  private long inverted = ~0L;

  private static long[] table() {
    var table = new long[256];
    for (int i = 0; i < table.length; i++) {
      long remainder = i;
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        boolean odd = (remainder & 1) != 0;
        remainder >>>= 1;
        remainder ^= odd ? REFLECTED_POLYNOMIAL : 0;
      }
      table[i] = remainder;
    }
    return table;
  }

  @Override
  public void update(int b) {
    inverted = (inverted >>> Byte.SIZE) ^ TABLE[(int) (inverted ^ b) & 0xff];
  }

  @Override
  public void update(byte[] data, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      update(data[i]);
    }
  }

  @Override
  public long getValue() {
    return ~inverted;
  }

  @Override
  public void reset() {
    inverted = ~0L;
  }
}
