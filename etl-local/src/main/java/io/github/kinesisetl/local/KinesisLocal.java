// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.local.cloudwatch.CloudWatch;
import io.github.kinesisetl.local.fault.FaultScript;
import io.github.kinesisetl.local.fault.Faults;
import io.github.kinesisetl.local.fault.RequestFaults;
import io.github.kinesisetl.local.fault.RequestScript;
import io.github.kinesisetl.local.firehose.Firehose;
import io.github.kinesisetl.local.http.FaultyService;
import io.github.kinesisetl.local.http.Front;
import io.github.kinesisetl.local.http.LocalServer;
import io.github.kinesisetl.local.mapping.EventSourceMapping;
import io.github.kinesisetl.local.mapping.LambdaFunction;
import io.github.kinesisetl.local.s3.S3;
import io.github.kinesisetl.local.service.Service;
import io.github.kinesisetl.local.service.ServiceContext;
import io.github.kinesisetl.local.service.ServiceName;
import io.github.kinesisetl.local.stream.Account;
import io.github.kinesisetl.local.stream.AccountOptions;
import io.github.kinesisetl.local.stream.KinesisError;
import io.github.kinesisetl.local.stream.Limit;
import io.github.kinesisetl.local.stream.Limits;
import io.github.kinesisetl.local.stream.NewStream;
import io.github.kinesisetl.local.stream.StreamCatalog;
import io.github.kinesisetl.local.tls.SelfSigned;
import io.github.kinesisetl.local.wire.Api;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A Kinesis server in this process, on 127.0.0.1, that keeps its streams in memory.
 *
 * <p>One port speaks HTTP/1.1, HTTP/2 with prior knowledge, and TLS with both, in AWS JSON 1.1 and
 * AWS CBOR 1.1. Any credentials are accepted. Safe for use by many threads.
 */
public final class KinesisLocal implements AutoCloseable {

  private final String region;
  private final LocalClock clock;
  private final Account account;
  private final FaultScript script;
  private final List<Service> services;
  private final Map<ServiceName, RequestScript> serviceScripts = new EnumMap<>(ServiceName.class);
  private final LocalServer server;
  private @Nullable SelfSigned selfSigned;

  private KinesisLocal(Builder builder) {
    this.region = builder.region;
    this.clock = builder.clock;
    this.account =
        new Account(
            new AccountOptions(
                region,
                builder.limits,
                builder.shardQuota,
                builder.maxStoredBytes,
                builder.transitionTime),
            clock);
    this.script = new FaultScript(clock);
    this.services = services(builder);
    for (Service service : services) {
      serviceScripts.put(service.name(), new RequestScript(clock));
    }
    var api = new Api(account, script);
    var front = new Front(api, script.requests(), faultyServices(), this::selfSigned);
    this.server = LocalServer.start(builder.port, front);
  }

  /**
   * Starts a server on a free port with the defaults of {@link #builder()}.
   *
   * @return the server, ready for clients
   */
  public static KinesisLocal start() {
    return builder().start();
  }

  /**
   * Describes a server: on a free port, in us-east-1, without rate limits, storing at most a
   * quarter of the heap and 256 MiB, changing states at once, with a running clock.
   *
   * @return the builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns where clients reach the server.
   *
   * @return such as {@code http://127.0.0.1:4567}
   */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  /**
   * Returns where clients reach the server by TLS: the same port.
   *
   * @return such as {@code https://127.0.0.1:4567}
   */
  public URI tlsEndpoint() {
    return URI.create("https://127.0.0.1:" + server.port());
  }

  /**
   * Returns the certificate that clients have to trust, good for localhost and 127.0.0.1.
   *
   * @return a certificate that belongs to this server alone
   */
  public X509Certificate certificate() {
    return selfSigned().certificate();
  }

  /**
   * Returns the region in the ARNs.
   *
   * @return such as {@code us-east-1}
   */
  public String region() {
    return region;
  }

  /**
   * Creates a stream without a client.
   *
   * @param name 1 to 128 letters, digits and {@code _.-}
   * @param shards 1 to 10,000
   * @return this
   * @throws IllegalArgumentException if the stream exists or a value is out of bounds
   */
  public KinesisLocal createStream(String name, int shards) {
    try {
      new StreamCatalog(account).create(NewStream.provisioned(name, shards));
      return this;
    } catch (KinesisError e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /**
   * Creates an S3 bucket without a client.
   *
   * @param name 3 to 63 lower-case letters, digits, dots and hyphens
   * @return this
   * @throws IllegalArgumentException if the bucket exists or the name is not valid
   */
  public KinesisLocal createBucket(String name) {
    service(S3.class).createBucket(name);
    return this;
  }

  /**
   * Describes a mapping that delivers a stream to a function, as AWS Lambda would.
   *
   * @param streamName the stream
   * @param function what is invoked
   * @return a builder with AWS Lambda's defaults
   */
  public EventSourceMapping.Builder map(String streamName, LambdaFunction function) {
    return new EventSourceMapping.Builder(account, clock, region, streamName, function);
  }

  /**
   * Returns the recorder of metrics.
   *
   * @return what clients of CloudWatch have put
   */
  public CloudWatch cloudWatch() {
    return service(CloudWatch.class);
  }

  /**
   * Returns the recorder of delivery streams.
   *
   * @return what clients of Firehose have put
   */
  public Firehose firehose() {
    return service(Firehose.class);
  }

  /**
   * Returns what scripts the faults of Kinesis.
   *
   * @return the faults of this server's streams
   */
  public Faults faults() {
    return script.faults();
  }

  /**
   * Returns what scripts the faults of a service around Kinesis.
   *
   * @param service the service
   * @return its faults
   */
  public RequestFaults faults(ServiceName service) {
    return new RequestFaults(requireNonNull(serviceScripts.get(service)));
  }

  /**
   * Returns the clock that all times, limits and ages follow.
   *
   * @return the clock
   */
  public LocalClock clock() {
    return clock;
  }

  /** Closes all connections, whatever is under way on them, and forgets all streams. */
  @Override
  public void close() {
    server.close();
  }

  /** In the order in which they are asked: S3 takes what no other does. */
  private static List<Service> services(Builder builder) {
    var context =
        new ServiceContext(builder.region, Account.ID, builder.clock, builder.maxStoredBytes);
    return List.of(
        new CloudWatch(context), //
        new Firehose(context),
        new S3(context));
  }

  private <S extends Service> S service(Class<S> type) {
    return services.stream().filter(type::isInstance).map(type::cast).findFirst().orElseThrow();
  }

  private List<FaultyService> faultyServices() {
    return services.stream()
        .map(s -> new FaultyService(s, requireNonNull(serviceScripts.get(s.name()))))
        .toList();
  }

  private synchronized SelfSigned selfSigned() {
    if (selfSigned == null) {
      selfSigned = SelfSigned.create(InstantSource.system().instant());
    }
    return selfSigned;
  }

  /** Describes a server. Not safe for use by many threads. */
  public static final class Builder {

    private static final long DEFAULT_MAX_STORED_BYTES = 256L << 20;

    private int port;
    private String region = "us-east-1";
    private Set<Limit> limits = Limit.keptByDefault();
    private int shardQuota = Limits.ACCOUNT_SHARDS;
    private long maxStoredBytes =
        Math.min(DEFAULT_MAX_STORED_BYTES, Runtime.getRuntime().maxMemory() / 4);
    private Duration transitionTime = Duration.ZERO;
    private LocalClock clock = LocalClock.running();

    private Builder() {}

    /**
     * Sets the port.
     *
     * @param port 1 to 65535, or 0 for a free one
     * @return this
     */
    public Builder port(int port) {
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
    public Builder region(String region) {
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
    public Builder enforceLimits(boolean all) {
      limits = all ? EnumSet.allOf(Limit.class) : Limit.keptByDefault();
      return this;
    }

    /**
     * Keeps more limits than so far.
     *
     * @param more what to keep, too
     * @return this
     */
    public Builder enforce(Limit... more) {
      limits.addAll(List.of(more));
      return this;
    }

    /**
     * Keeps fewer limits than so far.
     *
     * @param fewer what to let go
     * @return this
     */
    public Builder lift(Limit... fewer) {
      limits.removeAll(List.of(fewer));
      return this;
    }

    /**
     * Sets how many open shards all streams may have, if {@link Limit#ACCOUNT_SHARDS} is kept.
     *
     * @param shardQuota at least 1
     * @return this
     */
    public Builder shardQuota(int shardQuota) {
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
    public Builder maxStoredBytes(long maxStoredBytes) {
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
    public Builder transitionTime(Duration transitionTime) {
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
    public Builder clock(LocalClock clock) {
      this.clock = clock;
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
}
