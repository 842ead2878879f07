// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What everybody writes: the events library's class, and Jackson for each record. */
public class CommonHandler implements RequestHandler<KinesisEvent, StreamsEventResponse> {

  private final ObjectReader reader =
      new ObjectMapper()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .readerFor(Payloads.isOrder(System.getenv()) ? OrderEvent.class : SeedEvent.class);

  /** A handler as the environment says. */
  public CommonHandler() {}

  @Override
  public StreamsEventResponse handleRequest(KinesisEvent event, Context context) {
    Meter.tick();
    List<StreamsEventResponse.BatchItemFailure> failures = new ArrayList<>();
    for (KinesisEvent.KinesisEventRecord record : event.getRecords()) {
      try {
        handle(record.getKinesis().getData());
      } catch (IOException e) {
        failures.add(
            new StreamsEventResponse.BatchItemFailure(record.getKinesis().getSequenceNumber()));
        break;
      }
    }
    return new StreamsEventResponse(failures);
  }

  /**
   * Decodes a record.
   *
   * @param data its bytes
   * @throws IOException if they are no event
   */
  protected final void handle(ByteBuffer data) throws IOException {
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    Sum read = reader.readValue(bytes);
    Meter.checksum(read.sum());
  }
}
