// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.encrypt;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data key that frames are made with now. When it is worn, one thread asks for the next while
 * the others go on with it; a service that fails is asked once a second. Only where there is no key
 * at all do threads wait for the one that asks. Safe for use by many threads.
 */
final class ServingKey {

  static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(1);

  private static final Logger log = LoggerFactory.getLogger(FrameCipher.class);

  /** A key serves so many times its limits while the key service is away. */
  private static final int GRACE = 2;

  private final DataKeyProvider provider;
  private final Map<String, String> context;
  private final KeyLimits limits;
  private final InstantSource clock;
  private final RecentKeys<DataKey> opened;
  private final ReentrantLock asking = new ReentrantLock(); // held by the one that asks
  private @Nullable DataKey current; // guarded by this, as is all below
  private Instant since = Instant.MIN;
  private long uses;
  private Instant askAgainAt = Instant.MIN;
  private @Nullable DataKeyException refusal;

  /**
   * Starts without a key.
   *
   * @param opened learns the keys that are made, so that their frames are opened without asking
   */
  ServingKey(
      DataKeyProvider provider,
      Map<String, String> context,
      KeyLimits limits,
      InstantSource clock,
      RecentKeys<DataKey> opened) {
    this.provider = provider;
    this.context = context;
    this.limits = limits;
    this.clock = clock;
    this.opened = opened;
  }

  /**
   * The key for one more frame.
   *
   * @throws DataKeyException if there is none
   */
  DataKey next() {
    DataKey fresh = use(1);
    if (fresh != null) {
      return fresh;
    }
    if (asksNow()) {
      try {
        ask();
      } finally {
        asking.unlock();
      }
    }
    DataKey key = use(GRACE);
    if (key == null) {
      throw refused();
    }
    return key;
  }

  private synchronized @Nullable DataKey use(int times) {
    if (current == null || isWorn(times)) {
      return null;
    }
    uses++;
    return current;
  }

  private boolean isWorn(int times) {
    return uses >= limits.maxUses() * times
        || clock.instant().isAfter(since.plus(limits.maxAge().multipliedBy(times)));
  }

  /** Whether this thread is the one to ask; without any key it waits until it may. */
  private boolean asksNow() {
    if (hasKey()) {
      return asking.tryLock();
    }
    asking.lock();
    return true;
  }

  private synchronized boolean hasKey() {
    return current != null && !isWorn(GRACE);
  }

  private void ask() {
    if (!isTimeToAsk()) {
      return;
    }
    try {
      took(provider.generate(context));
    } catch (DataKeyException e) {
      failed(e);
    }
  }

  private synchronized boolean isTimeToAsk() {
    boolean isFresh = current != null && !isWorn(1);
    if (isFresh || clock.instant().isBefore(askAgainAt)) {
      return false;
    }
    askAgainAt = clock.instant().plus(BETWEEN_ATTEMPTS);
    return true;
  }

  private synchronized void took(DataKey key) {
    current = key;
    since = clock.instant();
    uses = 0;
    askAgainAt = Instant.MIN;
    refusal = null;
    Duration kept =
        limits.maxAge().multipliedBy(GRACE + 1L); // the last frame for a life of its own
    opened.put(ByteBuffer.wrap(key.wrapped()), key, since.plus(kept));
  }

  private synchronized void failed(DataKeyException e) {
    askAgainAt = clock.instant().plus(BETWEEN_ATTEMPTS);
    if (refusal == null) {
      log.warn("no new data key, going on with the old one for a while: {}", e.getMessage());
    } else {
      log.debug("still no new data key: {}", e.getMessage());
    }
    refusal = e;
  }

  private synchronized DataKeyException refused() {
    DataKeyException cause = refusal;
    return cause == null
        ? new DataKeyException(
            "there is no data key; the key service is asked again soon", true, null)
        : new DataKeyException(String.valueOf(cause.getMessage()), cause.retryHelps(), cause);
  }
}
