// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import io.github.kinesisetl.core.pipeline.BatchOutcome;
import io.github.kinesisetl.core.record.RecordPosition;
import io.github.kinesisetl.engine.entry.ListedBatch;
import io.github.kinesisetl.engine.entry.ListedBatch.Entry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hands a {@link KinesisEvent} that the runtime has read to a {@link KinesisHandler}, for teams
 * that have code around that class. It costs what the class costs: a handler that the runtime calls
 * itself takes a third of the time, and survives base64 that is broken. Needs {@code
 * aws-lambda-java-events} on the class path. Safe for use by many threads.
 */
public class KinesisEventHandler implements RequestHandler<KinesisEvent, StreamsEventResponse> {

  private final KinesisHandler<?, ?> handler;

  /**
   * A handler.
   *
   * @param handler does the work
   */
  public KinesisEventHandler(KinesisHandler<?, ?> handler) {
    this.handler = requireNonNull(handler, "handler");
  }

  @Override
  public StreamsEventResponse handleRequest(KinesisEvent event, Context context) {
    List<KinesisEvent.KinesisEventRecord> records = event.getRecords();
    List<Entry> entries = new ArrayList<>();
    if (records != null) {
      records.forEach(record -> entries.add(entry(record)));
    }
    return response(handler.handle(new ListedBatch(entries), context));
  }

  private static Entry entry(KinesisEvent.KinesisEventRecord received) {
    KinesisEvent.Record record = received.getKinesis();
    String eventId = received.getEventID();
    int colon = eventId == null ? -1 : eventId.indexOf(':');
    String key = record.getPartitionKey();
    return new Entry(
        new RecordPosition(
            colon < 0 ? "" : eventId.substring(0, colon), record.getSequenceNumber(), 0),
        arrivalMillis(record),
        key == null || key.isEmpty() ? "unknown" : key,
        bytes(record.getData()),
        null);
  }

  @SuppressWarnings("JavaUtilDate") // the library's own type
  private static long arrivalMillis(KinesisEvent.Record record) {
    Date arrival = record.getApproximateArrivalTimestamp();
    return arrival == null ? 0 : arrival.getTime();
  }

  /** The buffer's position stays where it is: it may be read again. */
  private static byte[] bytes(@Nullable ByteBuffer data) {
    byte[] bytes = new byte[data == null ? 0 : data.remaining()];
    if (data != null) {
      data.duplicate().get(bytes);
    }
    return bytes;
  }

  private static StreamsEventResponse response(BatchOutcome outcome) {
    List<StreamsEventResponse.BatchItemFailure> failures = new ArrayList<>();
    if (outcome instanceof BatchOutcome.Unfinished unfinished) {
      String sequenceNumber = unfinished.retryFrom().sequenceNumber();
      failures.add(new StreamsEventResponse.BatchItemFailure(sequenceNumber));
    }
    return new StreamsEventResponse(failures);
  }
}
