// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.firehose;

import io.github.kinesisetl.local.service.BoundedLog;
import io.github.kinesisetl.local.service.JsonProtocol;
import io.github.kinesisetl.local.service.Service;
import io.github.kinesisetl.local.service.ServiceContext;
import io.github.kinesisetl.local.service.ServiceError;
import io.github.kinesisetl.local.service.ServiceName;
import io.github.kinesisetl.local.service.ServiceRequest;
import io.github.kinesisetl.local.service.ServiceResponse;
import java.util.List;
import java.util.Map;

/**
 * Amazon Data Firehose as a recorder: delivery streams keep what is put and deliver it nowhere.
 * Beyond its bound the oldest records of all streams go. Safe for use by many threads.
 *
 * @see <a href="https://docs.aws.amazon.com/firehose/latest/APIReference/">Amazon Data Firehose API
 *     Reference</a>
 */
public final class FirehoseService implements Service {

  private final BoundedLog<DeliveredRecord> log;
  private final StreamCatalog catalog;
  private final RecordOperations records;
  private final JsonProtocol protocol;

  /**
   * Makes a recorder without delivery streams.
   *
   * @param context where it lives
   */
  public FirehoseService(ServiceContext context) {
    this.log = new BoundedLog<>(context.maxStoredBytes(), DeliveredRecord::cost);
    this.catalog =
        new StreamCatalog(context, name -> log.remove(r -> r.deliveryStream().equals(name)));
    this.records = new RecordOperations(catalog, log, context.clock());
    Map<String, JsonProtocol.Operation> operations =
        Map.of(
            "CreateDeliveryStream", catalog::create,
            "DescribeDeliveryStream", catalog::describe,
            "ListDeliveryStreams", catalog::list,
            "DeleteDeliveryStream", catalog::delete,
            "PutRecord", records::putRecord,
            "PutRecordBatch", records::putRecordBatch);
    this.protocol =
        new JsonProtocol("Firehose_20150804.", "application/x-amz-json-1.1", operations);
  }

  @Override
  public ServiceName name() {
    return ServiceName.FIREHOSE;
  }

  /**
   * Creates a delivery stream without a client.
   *
   * @param name 1 to 64 letters, digits and {@code _.-}
   * @return this
   * @throws IllegalArgumentException if the delivery stream exists or the name is not valid
   */
  public FirehoseService createDeliveryStream(String name) {
    if (!name.matches("[a-zA-Z0-9_.-]{1,64}")) {
      throw new IllegalArgumentException("name must be 1 to 64 letters, digits and _.-");
    }
    try {
      catalog.create(name);
      return this;
    } catch (ServiceError e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /**
   * Returns what was put to a delivery stream.
   *
   * @param deliveryStream its name
   * @return its records, oldest first, empty if there is no such stream
   */
  public List<DeliveredRecord> records(String deliveryStream) {
    return log.entries(record -> record.deliveryStream().equals(deliveryStream));
  }

  /**
   * Lets every n-th record of all calls of PutRecordBatch fail with ServiceUnavailableException;
   * the others are kept.
   *
   * @param n at least 1, counted from now on; 0 to stop
   */
  public void failEveryNthRecord(int n) {
    if (n < 0) {
      throw new IllegalArgumentException("n must be at least 0, but is " + n);
    }
    records.failEveryNthRecord(n);
  }

  @Override
  public boolean takes(ServiceRequest request) {
    return protocol.takes(request);
  }

  @Override
  public ServiceResponse answer(ServiceRequest request) {
    return protocol.answer(request);
  }

  @Override
  public ServiceResponse refuse(ServiceRequest request, ServiceError error) {
    return protocol.refuse(error);
  }
}
