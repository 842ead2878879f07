// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.cloudwatch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.github.kinesisetl.local.service.BoundedLog;
import io.github.kinesisetl.local.service.Service;
import io.github.kinesisetl.local.service.ServiceContext;
import io.github.kinesisetl.local.service.ServiceError;
import io.github.kinesisetl.local.service.ServiceName;
import io.github.kinesisetl.local.service.ServiceRequest;
import io.github.kinesisetl.local.service.ServiceResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * Amazon CloudWatch as a recorder: PutMetricData in Smithy RPC v2 CBOR, plain or gzipped. Beyond
 * its bound the oldest metrics go. Safe for use by many threads.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html">
 *     PutMetricData</a>
 */
public final class CloudWatchService implements Service {

  private static final ObjectMapper CBOR = new CBORMapper();
  private static final String PATH = "/service/GraniteServiceVersion20100801/operation/";
  private static final String PROTOCOL = "rpc-v2-cbor";
  private static final int MAX_BODY_BYTES = 16 << 20;

  private final ServiceContext context;
  private final BoundedLog<RecordedMetric> log;

  /**
   * Makes a recorder without metrics.
   *
   * @param context where it lives
   */
  public CloudWatchService(ServiceContext context) {
    this.context = context;
    this.log = new BoundedLog<>(context.maxStoredBytes(), RecordedMetric::cost);
  }

  @Override
  public ServiceName name() {
    return ServiceName.CLOUDWATCH;
  }

  /**
   * Returns what was recorded.
   *
   * @return all metrics, oldest first
   */
  public List<RecordedMetric> metrics() {
    return log.entries(metric -> true);
  }

  /**
   * Returns what was recorded of a metric.
   *
   * @param namespace its namespace
   * @param name its name
   * @return with all dimensions, oldest first
   */
  public List<RecordedMetric> metrics(String namespace, String name) {
    return log.entries(m -> m.namespace().equals(namespace) && m.name().equals(name));
  }

  /** Forgets what was recorded. */
  public void clear() {
    log.remove(metric -> true);
  }

  @Override
  public boolean takes(ServiceRequest request) {
    return request.path().startsWith(PATH)
        && PROTOCOL.equalsIgnoreCase(request.header("smithy-protocol"));
  }

  @Override
  public ServiceResponse answer(ServiceRequest request) {
    try {
      if (!request.path().equals(PATH + "PutMetricData") || !request.method().equals("POST")) {
        throw ServiceError.of(
            404, "UnknownOperationException", "of CloudWatch there is POST of PutMetricData alone");
      }
      log.add(new PutMetricData(context.clock().instant()).read(body(request)));
      return response(200, Map.of());
    } catch (ServiceError e) {
      return refuse(request, e);
    }
  }

  @Override
  public ServiceResponse refuse(ServiceRequest request, ServiceError error) {
    boolean isOurs = error.httpStatus() >= 500;
    String shape = isOurs ? Refusal.INTERNAL.shape() : error.code();
    String code = Refusal.queryCode(ServiceError.badRequest(shape, ""));
    return response(
            error.httpStatus(),
            Map.of("__type", "com.amazonaws.cloudwatch#" + shape, "message", error.getMessage()))
        .with("x-amzn-query-error", code + (isOurs ? ";Receiver" : ";Sender"));
  }

  private static ServiceResponse response(int status, Map<String, String> body) {
    try {
      return ServiceResponse.of(status, "application/cbor", CBOR.writeValueAsBytes(body))
          .with("smithy-protocol", PROTOCOL);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a map in memory can be written
    }
  }

  private static JsonNode body(ServiceRequest request) {
    String encoding = request.header("Content-Encoding");
    try {
      return CBOR.readTree(encoding == null ? request.body() : inflated(encoding, request.body()));
    } catch (IOException e) {
      throw ServiceError.badRequest(
          "SerializationException", "the body is not valid CBOR, or not valid gzip");
    }
  }

  private static byte[] inflated(String encoding, byte[] body) throws IOException {
    if (!encoding.equals("gzip")) {
      throw ServiceError.badRequest(
          "SerializationException", "Content-Encoding must be gzip or absent");
    }
    try (var gzip = new GZIPInputStream(new ByteArrayInputStream(body))) {
      byte[] inflated = gzip.readNBytes(MAX_BODY_BYTES);
      if (gzip.read() >= 0) {
        throw ServiceError.of(
            413,
            "RequestEntityTooLargeException",
            "the inflated body must have at most %d bytes",
            MAX_BODY_BYTES);
      }
      return inflated;
    }
  }
}
