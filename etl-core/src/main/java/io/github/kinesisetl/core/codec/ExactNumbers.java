// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.IOException;
import java.math.BigDecimal;

/**
 * Lets no number change on its way: what a double would not write as it was read becomes a decimal,
 * and what neither can hold is refused. Not safe for use by many threads.
 */
final class ExactNumbers extends JsonParserDelegate {

  /** Beyond that somebody's sum or text of the number would not end. */
  static final int MAX_EXPONENT = 9_999;

  ExactNumbers(JsonParser parser) {
    super(parser);
  }

  @Override
  public NumberTypeFP getNumberTypeFP() throws IOException {
    return WrittenDecimal.isWrittenByDouble(getText())
        ? NumberTypeFP.DOUBLE64
        : NumberTypeFP.BIG_DECIMAL;
  }

  @Override
  public BigDecimal getDecimalValue() throws IOException {
    try {
      var number = new WrittenDecimal(getText());
      long magnitude = (long) number.precision() - number.scale();
      if (Math.abs(magnitude) <= MAX_EXPONENT && Math.abs((long) number.scale()) <= MAX_EXPONENT) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw unheld(BigDecimal.class);
    }
    throw unheld(BigDecimal.class);
  }

  @Override
  public double getDoubleValue() throws IOException {
    double value = delegate.getDoubleValue();
    if (Double.isInfinite(value)) {
      throw unheld(double.class);
    }
    return value;
  }

  @Override
  public float getFloatValue() throws IOException {
    float value = delegate.getFloatValue();
    if (Float.isInfinite(value)) {
      throw unheld(float.class);
    }
    return value;
  }

  @Override
  public String nextFieldName() throws IOException {
    return delegate.nextFieldName();
  }

  @Override
  public boolean nextFieldName(SerializableString name) throws IOException {
    return delegate.nextFieldName(name);
  }

  @Override
  public String nextTextValue() throws IOException {
    return delegate.nextTextValue();
  }

  private InputCoercionException unheld(Class<?> type) {
    return new InputCoercionException(this, "a number is out of range", currentToken(), type);
  }
}
