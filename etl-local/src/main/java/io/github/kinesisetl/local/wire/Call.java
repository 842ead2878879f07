// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.wire;

import com.fasterxml.jackson.core.JsonParser;
import io.github.kinesisetl.local.stream.Subscription;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One request on its way to its answer. Used by one thread. */
final class Call {

  private static final byte[] NOTHING = {};

  private final Encoding encoding;
  private final byte[] body;
  private @Nullable AnswerWriter writer;
  private @Nullable Feed feed;

  Call(Encoding encoding, byte[] body) {
    this.encoding = encoding;
    this.body = body;
  }

  /** Reads the body as a tree; an empty body counts as an empty object. */
  Fields fields(String... known) throws IOException {
    var mapper = encoding.mapper();
    return new Fields(
        encoding, body.length == 0 ? mapper.createObjectNode() : mapper.readTree(body), known);
  }

  /** Reads the body as a stream of tokens. */
  FieldScanner scan() throws IOException {
    JsonParser parser = encoding.mapper().createParser(body);
    return new FieldScanner(parser);
  }

  /** Begins the answer; without it, the answer has no body. */
  AnswerWriter answer() {
    writer = new AnswerWriter(encoding);
    return writer;
  }

  /** Answers with events that come over time. */
  void answer(Subscription subscription) {
    feed = new Feed(encoding, subscription);
  }

  Reply reply() {
    if (feed != null) {
      return feed;
    }
    return Answer.of(encoding, writer == null ? NOTHING : writer.toBytes());
  }
}
