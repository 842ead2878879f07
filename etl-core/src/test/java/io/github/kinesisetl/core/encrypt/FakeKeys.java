// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.encrypt;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** A key service in memory that counts its calls, and is away when a test says so. */
public final class FakeKeys implements DataKeyProvider {

  private final Random random = new Random(1);
  private final Map<ByteBuffer, DataKey> made = new HashMap<>();
  private boolean away;
  private int generated;
  private int opened;
  private int asked;

  /** Starts with no key. */
  public FakeKeys() {}

  @Override
  public synchronized DataKey generate() {
    requireThere();
    generated++;
    byte[] wrapped = new byte[184];
    byte[] plain = new byte[DataKey.KEY_BYTES];
    random.nextBytes(wrapped);
    random.nextBytes(plain);
    var key = new DataKey("arn:aws:kms:us-east-1:123456789012:key/test", wrapped, plain);
    made.put(ByteBuffer.wrap(wrapped), key);
    return key;
  }

  @Override
  public synchronized DataKey open(String keyId, byte[] wrapped) {
    requireThere();
    opened++;
    DataKey key = made.get(ByteBuffer.wrap(wrapped));
    if (key == null) {
      throw new DataKeyException("no such key", false, null);
    }
    return key;
  }

  /**
   * Comes and goes.
   *
   * @param isAway whether calls fail from now on
   */
  public synchronized void away(boolean isAway) {
    away = isAway;
  }

  /**
   * Calls for new keys.
   *
   * @return how many succeeded
   */
  public synchronized int generated() {
    return generated;
  }

  /**
   * Calls to open keys.
   *
   * @return how many reached the service
   */
  public synchronized int opened() {
    return opened;
  }

  /**
   * Calls of both kinds.
   *
   * @return how many there were, in vain or not
   */
  public synchronized int asked() {
    return asked;
  }

  private void requireThere() {
    asked++;
    if (away) {
      throw new DataKeyException("the key service is away", true, null);
    }
  }
}
