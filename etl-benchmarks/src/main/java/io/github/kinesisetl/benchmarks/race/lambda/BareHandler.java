// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Does nothing: what the runtime client costs alone. */
public final class BareHandler implements RequestStreamHandler {

  private static final byte[] ANSWER =
      "{\"batchItemFailures\":[]}".getBytes(StandardCharsets.US_ASCII);

  /** A handler. */
  public BareHandler() {}

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    Meter.tick();
    output.write(ANSWER);
  }
}
