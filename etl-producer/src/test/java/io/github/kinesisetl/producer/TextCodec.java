// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import io.github.kinesisetl.core.codec.Codec;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.RecordBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Text whose key is what stands before the first colon. */
record TextCodec(Charset charset) implements Codec<String> {

  static final TextCodec UTF_8 = new TextCodec(StandardCharsets.UTF_8);

  @Override
  public void encode(String event, RecordBuffer out) {
    out.write(event.getBytes(charset));
  }

  @Override
  public String decode(EventRecord record) {
    return new String(record.copyData(), charset);
  }

  static String keyOf(String event) {
    int colon = event.indexOf(':');
    return colon < 0 ? event : event.substring(0, colon);
  }
}
