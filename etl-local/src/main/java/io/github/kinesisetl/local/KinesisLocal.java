// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.github.kinesisetl.local.api.KinesisError;
import io.github.kinesisetl.local.api.NewStream;
import io.github.kinesisetl.local.fault.FaultScript;
import io.github.kinesisetl.local.fault.Faults;
import io.github.kinesisetl.local.fault.RequestFaults;
import io.github.kinesisetl.local.http.Front;
import io.github.kinesisetl.local.http.LocalServer;
import io.github.kinesisetl.local.limit.AccountOptions;
import io.github.kinesisetl.local.mapping.EventSource;
import io.github.kinesisetl.local.mapping.EventSourceMapping;
import io.github.kinesisetl.local.mapping.LambdaFunction;
import io.github.kinesisetl.local.service.Destinations;
import io.github.kinesisetl.local.service.Service;
import io.github.kinesisetl.local.service.ServiceContext;
import io.github.kinesisetl.local.service.ServiceName;
import io.github.kinesisetl.local.stream.Account;
import io.github.kinesisetl.local.stream.StreamCatalog;
import io.github.kinesisetl.local.tls.SelfSigned;
import io.github.kinesisetl.local.wire.Api;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A Kinesis server in this process, on 127.0.0.1, that keeps its streams in memory.
 *
 * <p>One port speaks HTTP/1.1, HTTP/2 with prior knowledge, and TLS with both, in AWS JSON 1.1 and
 * AWS CBOR 1.1. Any credentials are accepted. The services of etl-local-services answer on the same
 * port if they are on the class path. Safe for use by many threads.
 */
public final class KinesisLocal implements AutoCloseable {

  private final String region;
  private final LocalClock clock;
  private final Account account;
  private final FaultScript script;
  private final Services services;
  private final LocalServer server;
  private @Nullable SelfSigned selfSigned;

  KinesisLocal(KinesisLocalBuilder builder) {
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
    this.services =
        Services.load(
            new ServiceContext(
                region, Account.ID, clock, builder.maxStoredBytes, new Destinations()));
    var api = new Api(account, script);
    var front =
        new Front(
            api,
            script.requests(),
            services.all(),
            Set.copyOf(builder.hosts),
            maxHeldBytes(),
            this::selfSigned);
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
  public static KinesisLocalBuilder builder() {
    return new KinesisLocalBuilder();
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
   * Returns a service around Kinesis, to fill it and to look into it without a client.
   *
   * @param type a service of etl-local-services, such as {@code SqsService.class}
   * @param <T> the same
   * @return the service behind the port
   * @throws IllegalStateException if the class path brings no such service; the message names the
   *     artifact to add
   */
  public <T extends Service> T service(Class<T> type) {
    return services.require(type);
  }

  /**
   * Describes a mapping that delivers a stream to a function, as AWS Lambda would.
   *
   * @param streamName the stream
   * @param function what is invoked
   * @return a builder with AWS Lambda's defaults
   */
  public EventSourceMapping.Builder map(String streamName, LambdaFunction function) {
    return new EventSource(account, clock, region, streamName).to(function);
  }

  /**
   * Describes a mapping that delivers a stream to a handler, as AWS Lambda would: with a context
   * that has a request id, counts down the mapping's timeout and logs to slf4j. Calls of this
   * method and the other one need aws-lambda-java-core on the class path, as handlers do.
   *
   * @param streamName the stream
   * @param handler what is invoked, by several threads at once if the mapping has several lanes
   * @return a builder with AWS Lambda's defaults
   */
  public EventSourceMapping.Builder map(String streamName, RequestStreamHandler handler) {
    return new EventSource(account, clock, region, streamName).to(handler);
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
   * @throws IllegalStateException if the class path brings no such service; the message names the
   *     artifact to add
   */
  public RequestFaults faults(ServiceName service) {
    return services.faults(service);
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

  /** Room for a few of the largest answers, however small the heap is. */
  private static long maxHeldBytes() {
    return Math.max(64L << 20, Runtime.getRuntime().maxMemory() / 4);
  }

  private synchronized SelfSigned selfSigned() {
    if (selfSigned == null) {
      selfSigned = SelfSigned.create(InstantSource.system().instant());
    }
    return selfSigned;
  }
}
