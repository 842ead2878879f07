// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda;

import io.github.kinesisetl.core.codec.Codec;
import io.github.kinesisetl.core.codec.DecodeException;
import io.github.kinesisetl.core.codec.RecordView;
import io.github.kinesisetl.core.codec.RecordVisitor;
import io.github.kinesisetl.core.pipeline.ProcessingResult;
import io.github.kinesisetl.core.pipeline.Processor;
import io.github.kinesisetl.core.record.MalformedFrameException;
import io.github.kinesisetl.core.record.RecordBuffer;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One record of Firehose on its way to its lines. Used once. */
final class FirehoseTransform<I, O> implements RecordVisitor {

  private final RecordDecoder<I> decoder;
  private final Processor<I, O> processor;
  private final Codec<O> codec;
  private final Function<O, Map<String, String>> partitionKeys;
  private final ReceivedRecord record;
  private final RecordBuffer lines = new RecordBuffer(1 << 10);
  private @Nullable Map<String, String> keys;
  private @Nullable String transientFailure;
  private boolean broken;
  private int records;

  FirehoseTransform(
      RecordDecoder<I> decoder,
      Processor<I, O> processor,
      Codec<O> codec,
      Function<O, Map<String, String>> partitionKeys,
      ReceivedRecord record) {
    this.decoder = decoder;
    this.processor = processor;
    this.codec = codec;
    this.partitionKeys = partitionKeys;
    this.record = record;
  }

  /** Whether the record can never be transformed as a whole. */
  boolean isBroken() {
    return broken;
  }

  @Nullable String transientFailure() {
    return transientFailure;
  }

  byte[] lines() {
    return lines.toByteArray();
  }

  Map<String, String> keys() {
    return keys == null ? Map.of() : keys;
  }

  int records() {
    return records;
  }

  @Override
  public boolean opened(RecordView view) {
    records++;
    try {
      add(processor.process(decoder.decode(record.pointTo(record.entry(), view))));
    } catch (DecodeException e) {
      broken = true;
    } catch (RuntimeException e) { // the border to the user's code
      broken = true;
    }
    return !broken && transientFailure == null;
  }

  @Override
  public boolean malformed(RecordView stored, MalformedFrameException cause) {
    broken = true;
    return false;
  }

  private void add(ProcessingResult<O> result) {
    if (result instanceof ProcessingResult.Passed<O> passed) {
      Map<String, String> own = partitionKeys.apply(passed.event());
      broken |= keys != null && !keys.equals(own); // a record has one set of keys
      keys = own;
      codec.encode(passed.event(), lines);
      lines.write('\n');
    } else if (result instanceof ProcessingResult.Failed<O> failed) {
      transientFailure = failed.stage() + ": " + failed.reason();
    } else {
      broken |= result instanceof ProcessingResult.Rejected<O>;
    }
  }
}
