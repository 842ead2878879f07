// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.github.kinesisetl.core.codec.JsonCodec;
import io.github.kinesisetl.core.pipeline.ProcessingResult;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Passed;
import io.github.kinesisetl.core.pipeline.WriteResult;
import io.github.kinesisetl.engine.EngineOptions;
import io.github.kinesisetl.engine.entry.RecordDecoder;
import io.github.kinesisetl.lambda.KinesisHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/** Our handler, with a decoder written by hand; reads every field of every event. */
public class OursHandler implements RequestStreamHandler {

  /** Names the kind of events. */
  static final String EVENT = "RACE_EVENT";

  private final KinesisHandler<Sum, Sum> handler;

  /** A handler as the environment says. */
  public OursHandler() {
    this(byCursor(System.getenv()));
  }

  OursHandler(RecordDecoder<Sum> decoder) {
    handler = new Inner(decoder);
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    Meter.tick();
    handler.handleRequest(input, output, context);
  }

  private static RecordDecoder<Sum> byCursor(Map<String, String> environment) {
    return Payloads.isOrder(environment)
        ? record -> OrderEvent.read(record.json())
        : record -> SeedEvent.read(record.json());
  }

  /** The same, decoding by Jackson. */
  public static final class ByJackson extends OursHandler {
    /** A handler as the environment says. */
    public ByJackson() {
      super(byCodec(System.getenv()));
    }

    private static RecordDecoder<Sum> byCodec(Map<String, String> environment) {
      if (Payloads.isOrder(environment)) {
        JsonCodec<OrderEvent> codec = JsonCodec.of(OrderEvent.class);
        return record -> codec.decode(record.passingRecord());
      }
      JsonCodec<SeedEvent> codec = JsonCodec.of(SeedEvent.class);
      return record -> codec.decode(record.passingRecord());
    }
  }

  /** Sums the events up and lets them go. */
  private static final class Inner extends KinesisHandler<Sum, Sum> {
    Inner(RecordDecoder<Sum> decoder) {
      super(
          EngineOptions.builder(decoder, Inner::process)
              .sink(Inner::write)
              .deadLetters(letters ->
                  letters.isEmpty()
                      ? WriteResult.stored(0)
                      : WriteResult.failed(letters.size(), "none was expected"))
              .build());
    }

    private static ProcessingResult<Sum> process(Sum event) {
      return new Passed<>(event);
    }

    private static WriteResult write(List<Sum> events) {
      long sum = 0;
      for (Sum event : events) {
        sum += event.sum();
      }
      Meter.checksum(sum);
      return WriteResult.stored(events.size());
    }
  }
}
