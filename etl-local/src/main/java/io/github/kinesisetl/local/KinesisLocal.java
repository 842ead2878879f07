// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.local.cloudwatch.CloudWatchService;
import io.github.kinesisetl.local.dynamodb.DynamoDbService;
import io.github.kinesisetl.local.fault.FaultScript;
import io.github.kinesisetl.local.fault.Faults;
import io.github.kinesisetl.local.fault.RequestFaults;
import io.github.kinesisetl.local.fault.RequestScript;
import io.github.kinesisetl.local.firehose.FirehoseService;
import io.github.kinesisetl.local.http.FaultyService;
import io.github.kinesisetl.local.http.Front;
import io.github.kinesisetl.local.http.LocalServer;
import io.github.kinesisetl.local.mapping.EventSourceMapping;
import io.github.kinesisetl.local.mapping.LambdaFunction;
import io.github.kinesisetl.local.s3.S3Service;
import io.github.kinesisetl.local.service.Service;
import io.github.kinesisetl.local.service.ServiceContext;
import io.github.kinesisetl.local.service.ServiceError;
import io.github.kinesisetl.local.service.ServiceName;
import io.github.kinesisetl.local.sns.SnsService;
import io.github.kinesisetl.local.sqs.SqsService;
import io.github.kinesisetl.local.stream.Account;
import io.github.kinesisetl.local.stream.AccountOptions;
import io.github.kinesisetl.local.stream.KinesisError;
import io.github.kinesisetl.local.stream.NewStream;
import io.github.kinesisetl.local.stream.StreamCatalog;
import io.github.kinesisetl.local.tls.SelfSigned;
import io.github.kinesisetl.local.wire.Api;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
  private final DynamoDbService dynamoDb;
  private final SnsService sns;
  private final SqsService sqs;
  private final CloudWatchService cloudWatch;
  private final FirehoseService firehose;
  private final S3Service s3;
  private final List<Service> services;
  private final Map<ServiceName, RequestScript> serviceScripts = new EnumMap<>(ServiceName.class);
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
    var context = new ServiceContext(region, Account.ID, builder.clock, builder.maxStoredBytes);
    this.cloudWatch = new CloudWatchService(context);
    this.firehose = new FirehoseService(context);
    this.s3 = new S3Service(context);
    this.dynamoDb = new DynamoDbService(context);
    this.sqs = new SqsService(context);
    this.sns = new SnsService(context, sqs::send);
    this.services = services();
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
   * Creates a queue without a client, with AWS's defaults.
   *
   * @param name 1 to 80 letters, digits and {@code _-}; FIFO if it ends in {@code .fifo}
   * @return this
   * @throws IllegalArgumentException if the name is not allowed
   */
  public KinesisLocal createQueue(String name) {
    try {
      sqs.createQueue(name);
      return this;
    } catch (ServiceError e) {
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
    s3.createBucket(name);
    return this;
  }

  /**
   * Returns the recorder of metrics.
   *
   * @return the service behind the port
   */
  public CloudWatchService cloudWatch() {
    return cloudWatch;
  }

  /**
   * Returns the recorder of delivery streams.
   *
   * @return the service behind the port
   */
  public FirehoseService firehose() {
    return firehose;
  }

  /**
   * Returns the tables, to create one without a client.
   *
   * @return the service behind the port
   */
  public DynamoDbService dynamoDb() {
    return dynamoDb;
  }

  /**
   * Returns the topics, to create one without a client and to see what was published.
   *
   * @return the service behind the port
   */
  public SnsService sns() {
    return sns;
  }

  /**
   * Returns the queues, to look into them.
   *
   * @return the service behind the port
   */
  public SqsService sqs() {
    return sqs;
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
  private List<Service> services() {
    return List.of(cloudWatch, dynamoDb, firehose, sqs, sns, s3);
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
}
