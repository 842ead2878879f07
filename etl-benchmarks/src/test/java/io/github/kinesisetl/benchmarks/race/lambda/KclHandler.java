// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import software.amazon.kinesis.retrieval.AggregatorUtil;
import software.amazon.kinesis.retrieval.KinesisClientRecord;

/** What everybody writes, with KCL's deaggregation in front; its class path is the peers'. */
public final class KclHandler extends CommonHandler {

  private final AggregatorUtil aggregator = new AggregatorUtil();

  /** A handler as the environment says. */
  public KclHandler() {}

  @Override
  public StreamsEventResponse handleRequest(KinesisEvent event, Context context) {
    Meter.tick();
    List<KinesisClientRecord> entries = new ArrayList<>();
    for (KinesisEvent.KinesisEventRecord record : event.getRecords()) {
      entries.add(
          KinesisClientRecord.builder()
              .partitionKey(record.getKinesis().getPartitionKey())
              .sequenceNumber(record.getKinesis().getSequenceNumber())
              .data(record.getKinesis().getData())
              .build());
    }
    List<StreamsEventResponse.BatchItemFailure> failures = new ArrayList<>();
    for (KinesisClientRecord record : aggregator.deaggregate(entries)) {
      try {
        handle(record.data());
      } catch (IOException e) {
        failures.add(new StreamsEventResponse.BatchItemFailure(record.sequenceNumber()));
        break;
      }
    }
    return new StreamsEventResponse(failures);
  }
}
