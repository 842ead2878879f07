// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.codec;

import com.fasterxml.jackson.core.JsonGenerationException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import java.io.IOException;

/**
 * Refuses what is no number of JSON; Jackson would write the strings {@code "NaN"} and {@code
 * "Infinity"}, and so change a field's type for all who read on. Not safe for use by many threads.
 */
final class FiniteNumbers extends JsonGeneratorDelegate {

  FiniteNumbers(JsonGenerator generator) {
    super(generator, false);
  }

  @Override
  public void writeNumber(double value) throws IOException {
    if (!Double.isFinite(value)) {
      throw new JsonGenerationException("a double is no number of JSON", this);
    }
    delegate.writeNumber(value);
  }

  @Override
  public void writeNumber(float value) throws IOException {
    if (!Float.isFinite(value)) {
      throw new JsonGenerationException("a float is no number of JSON", this);
    }
    delegate.writeNumber(value);
  }

  @Override
  public void writeArray(double[] array, int offset, int length) throws IOException {
    delegate.writeStartArray();
    for (int i = offset; i < offset + length; i++) {
      writeNumber(array[i]);
    }
    delegate.writeEndArray();
  }
}
