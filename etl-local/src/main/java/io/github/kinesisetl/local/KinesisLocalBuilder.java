// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local;

import io.github.kinesisetl.local.limit.Limit;
import io.github.kinesisetl.local.limit.Limits;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Describes a server. Not safe for use by many threads. */
public final class KinesisLocalBuilder {

  private static final long DEFAULT_MAX_STORED_BYTES = 256L << 20;

  int port;
  String region = "us-east-1";
  Set<Limit> limits = Limit.keptByDefault();
  int shardQuota = Limits.ACCOUNT_SHARDS;
  long maxStoredBytes = Math.min(DEFAULT_MAX_STORED_BYTES, Runtime.getRuntime().maxMemory() / 4);
  Duration transitionTime = Duration.ZERO;
  LocalClock clock = LocalClock.running();
  final Set<String> hosts = new HashSet<>();

  KinesisLocalBuilder() {}

  /**
   * Sets the port.
   *
   * @param port 1 to 65535, or 0 for a free one
   * @return this
   */
  public KinesisLocalBuilder port(int port) {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be 0 to 65535, but is " + port);
    }
    this.port = port;
    return this;
  }

  /**
   * Sets the region in the ARNs; requests for every region are answered.
   *
   * @param region such as {@code eu-central-1}
   * @return this
   */
  public KinesisLocalBuilder region(String region) {
    if (!region.matches("[a-z0-9-]{1,32}")) {
      throw new IllegalArgumentException("region must match [a-z0-9-]{1,32}, but is " + region);
    }
    this.region = region;
    return this;
  }

  /**
   * Keeps all limits, as AWS does, or just those that are kept by default.
   *
   * @param all whether to keep all
   * @return this
   */
  public KinesisLocalBuilder enforceLimits(boolean all) {
    limits = all ? EnumSet.allOf(Limit.class) : Limit.keptByDefault();
    return this;
  }

  /**
   * Keeps more limits than so far.
   *
   * @param more what to keep, too
   * @return this
   */
  public KinesisLocalBuilder enforce(Limit... more) {
    limits.addAll(List.of(more));
    return this;
  }

  /**
   * Keeps fewer limits than so far.
   *
   * @param fewer what to let go
   * @return this
   */
  public KinesisLocalBuilder lift(Limit... fewer) {
    limits.removeAll(List.of(fewer));
    return this;
  }

  /**
   * Sets how many open shards all streams may have, if {@link Limit#ACCOUNT_SHARDS} is kept.
   *
   * @param shardQuota at least 1
   * @return this
   */
  public KinesisLocalBuilder shardQuota(int shardQuota) {
    if (shardQuota < 1) {
      throw new IllegalArgumentException("shardQuota must be at least 1, but is " + shardQuota);
    }
    this.shardQuota = shardQuota;
    return this;
  }

  /**
   * Sets what all streams together may keep, each entry counted with its data, its key and 96
   * bytes. Beyond it the oldest entries go, as if their retention were over.
   *
   * @param maxStoredBytes at least 1 MiB
   * @return this
   */
  public KinesisLocalBuilder maxStoredBytes(long maxStoredBytes) {
    if (maxStoredBytes < 1 << 20) {
      throw new IllegalArgumentException(
          "maxStoredBytes must be at least 1 MiB, but is " + maxStoredBytes);
    }
    this.maxStoredBytes = maxStoredBytes;
    return this;
  }

  /**
   * Sets how long a stream stays CREATING, UPDATING and DELETING by the clock.
   *
   * @param transitionTime zero to change at once
   * @return this
   */
  public KinesisLocalBuilder transitionTime(Duration transitionTime) {
    if (transitionTime.isNegative()) {
      throw new IllegalArgumentException(
          "transitionTime must not be negative, but is " + transitionTime);
    }
    this.transitionTime = transitionTime;
    return this;
  }

  /**
   * Sets the clock.
   *
   * @param clock the clock, which servers may share
   * @return this
   */
  public KinesisLocalBuilder clock(LocalClock clock) {
    this.clock = clock;
    return this;
  }

  /**
   * Allows requests whose Host is a name of this machine that the server cannot know. Without it,
   * IP addresses, names without a dot, {@code *.localhost}, {@code *.internal} and AWS's own names
   * are allowed, so that no page in a browser reaches the server by a name of its own.
   *
   * @param host such as {@code kinesis.dev.example.com}, in any case, without a port
   * @return this
   */
  public KinesisLocalBuilder host(String host) {
    if (!host.matches("[A-Za-z0-9._-]{1,253}")) {
      throw new IllegalArgumentException("host must match [A-Za-z0-9._-]{1,253}, but is " + host);
    }
    hosts.add(host.toLowerCase(Locale.ROOT));
    return this;
  }

  /**
   * Starts the server.
   *
   * @return the server, ready for clients
   * @throws java.io.UncheckedIOException if the port is not free
   */
  public KinesisLocal start() {
    return new KinesisLocal(this);
  }
}
