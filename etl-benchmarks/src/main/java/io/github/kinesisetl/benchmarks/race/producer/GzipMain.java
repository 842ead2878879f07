// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race.producer;

import io.github.kinesisetl.core.record.EventRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/** PutRecords of events that are compressed one by one, as the guide does. */
final class GzipMain {

  private GzipMain() {}

  public static void main(String[] arguments) throws Exception {
    Course.run(arguments, GzipMain::open);
  }

  static Contestant open(Course course) {
    return PutRecordsContestant.withPayload(course, GzipMain::compressed);
  }

  private static byte[] compressed(EventRecord event) {
    var bytes = new ByteArrayOutputStream(event.sizeBytes());
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(event.array(), event.offset(), event.sizeBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a byte array does not fail
    }
    return bytes.toByteArray();
  }
}
