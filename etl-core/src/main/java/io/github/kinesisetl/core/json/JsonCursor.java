// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.json;

import io.github.kinesisetl.core.record.DecodeException;

/**
 * Walks over the bytes of one JSON event and makes nothing but what is asked for: no tree, no
 * tokens, no strings of names. For decoders that are written by hand, where a tree costs too much.
 *
 * <p>Strict as RFC 8259 is: anything else than JSON in UTF-8 fails, in skipped values, too, and so
 * does the escape of half a surrogate pair. The caller asks for values in the order in which they
 * come, and consumes or skips each; a cursor that failed must be pointed anew. Not safe for use by
 * many threads; made to be used again.
 *
 * <pre>{@code
 * cursor.beginObject();
 * while (cursor.nextField()) {
 *   switch (cursor.fieldIn(NAMES)) {
 *     case 0 -> user = cursor.text();
 *     case 1 -> value = cursor.decimal();
 *     default -> cursor.skip();
 *   }
 * }
 * cursor.end();
 * }</pre>
 *
 * @since 0.1.0
 */
public final class JsonCursor {

  /** Deepest nesting of objects and arrays that is skipped. */
  public static final int MAX_NESTING = 100;

  private static final FieldNames NONE = FieldNames.of("");

  private final JsonScanner scanner = new JsonScanner();
  private FieldNames askedIn = NONE;
  private int expectedField; // the number in these names that comes next if fields keep their order
  private boolean expectedFound; // whether the field at hand is that one

  /** A cursor on nothing. */
  public JsonCursor() {}

  /**
   * Points to an event.
   *
   * @param bytes holds it; must not change while it is read
   * @param offset where it begins
   * @param sizeBytes how long it is
   * @return this cursor
   * @throws IndexOutOfBoundsException if the range is not within the array
   */
  public JsonCursor pointTo(byte[] bytes, int offset, int sizeBytes) {
    scanner.pointTo(bytes, offset, sizeBytes);
    expectedField = 0;
    return this;
  }

  /**
   * Steps into an object.
   *
   * @throws DecodeException if the value at hand is none
   */
  public void beginObject() throws DecodeException {
    scanner.begin('{', "an object");
  }

  /**
   * Steps into an array.
   *
   * @throws DecodeException if the value at hand is none
   */
  public void beginArray() throws DecodeException {
    scanner.begin('[', "an array");
  }

  /**
   * Moves to the next field of the innermost open object: its value is then at hand.
   *
   * @return false at the object's end, which is left behind
   * @throws DecodeException if the bytes are not JSON
   */
  public boolean nextField() throws DecodeException {
    expectedFound = scanner.takeName(askedIn, expectedField);
    return expectedFound || scanner.takePlainName() || nextAnyField();
  }

  private boolean nextAnyField() throws DecodeException {
    if (!scanner.next('}')) {
      return false;
    }
    scanner.takeAnyName();
    return true;
  }

  /**
   * Moves to the next element of the innermost open array: it is then at hand.
   *
   * @return false at the array's end, which is left behind
   * @throws DecodeException if the bytes are not JSON
   */
  public boolean nextElement() throws DecodeException {
    return scanner.next(']');
  }

  /**
   * Which name the field has that {@link #nextField()} found. To be asked before its value is.
   *
   * @param names the names to tell apart
   * @return its number, or {@link FieldNames#UNKNOWN}
   * @throws DecodeException if the name is not UTF-8
   */
  public int fieldIn(FieldNames names) throws DecodeException {
    boolean known = expectedFound && names == askedIn;
    expectedFound = false; // whoever asks again gets it by the bytes
    if (known) {
      return expectedField++;
    }
    askedIn = names;
    int found = scanner.sliceIn(names, expectedField);
    expectedField = found + 1;
    return found;
  }

  /**
   * The name of the field that {@link #nextField()} found. To be asked before its value is.
   *
   * @return the name, unescaped
   * @throws DecodeException if it is not UTF-8
   */
  public String field() throws DecodeException {
    return scanner.sliceText();
  }

  /**
   * What is at hand.
   *
   * @return its first byte: a quote, a digit, {@code -}, <code>{</code>, {@code [}, {@code t},
   *     {@code f} or {@code n}; anything else is not JSON
   * @throws DecodeException if nothing is left
   */
  public byte peek() throws DecodeException {
    return scanner.token();
  }

  /**
   * Reads a string.
   *
   * @return the string, unescaped
   * @throws DecodeException if the value at hand is none
   */
  public String text() throws DecodeException {
    sliceOfText();
    return sliceText();
  }

  /**
   * Reads a string without making one: it lies between {@link #sliceFrom()} and {@link #sliceTo()}
   * until the cursor moves on.
   *
   * @return whether it is ASCII without escapes, so that the slice is the string itself
   * @throws DecodeException if the value at hand is none
   */
  public boolean sliceOfText() throws DecodeException {
    return scanner.takeString();
  }

  /**
   * The string of the slice that was read last.
   *
   * @return the string, unescaped
   * @throws DecodeException if it is not UTF-8
   */
  public String sliceText() throws DecodeException {
    return scanner.sliceText();
  }

  /**
   * The array that the slice lies in.
   *
   * @return the array itself; do not change it
   */
  public byte[] sliceBytes() {
    return scanner.array();
  }

  /**
   * Where the last string or number begins, its quote not counted.
   *
   * @return an index of the array
   */
  public int sliceFrom() {
    return scanner.sliceFrom();
  }

  /**
   * Where the last string or number ends.
   *
   * @return the index behind its last byte
   */
  public int sliceTo() {
    return scanner.sliceTo();
  }

  /**
   * Where the walk has come to.
   *
   * @return an index of the array
   */
  public int at() {
    return scanner.at();
  }

  /**
   * Goes on behind a value that the caller has read by himself, and found to be JSON.
   *
   * @param index where the value at hand ends, not before {@link #at()}
   * @throws IndexOutOfBoundsException if that is behind the event, or before what was read
   */
  public void leap(int index) {
    scanner.leap(index);
  }

  /**
   * Where a text ends to be ordinary.
   *
   * @param array holds the text
   * @param from where it begins, behind its quote
   * @param end where the array's content ends
   * @return the index of the first byte that is a quote, a backslash, a control character or not
   *     ASCII; {@code end} if there is none
   */
  public static int plainTextEnd(byte[] array, int from, int end) {
    return JsonText.plainEnd(array, from, end);
  }

  /**
   * Reads a whole number.
   *
   * @return the number
   * @throws DecodeException if the value at hand is none, or has more than 64 bits
   */
  public long integer() throws DecodeException {
    return scanner.takeInteger();
  }

  /**
   * Reads a number.
   *
   * @return the double that is nearest to it
   * @throws DecodeException if the value at hand is none
   */
  public double decimal() throws DecodeException {
    return scanner.takeDecimal();
  }

  /**
   * Reads true or false.
   *
   * @return the value
   * @throws DecodeException if the value at hand is neither
   */
  public boolean bool() throws DecodeException {
    boolean value = scanner.token() == 't';
    scanner.takeLiteral(value ? "true" : "false");
    return value;
  }

  /**
   * Reads null, if it is at hand.
   *
   * @return whether it was; otherwise nothing was read
   * @throws DecodeException if what is at hand begins like null but is not
   */
  public boolean skipNull() throws DecodeException {
    if (scanner.token() != 'n') {
      return false;
    }
    scanner.takeLiteral("null");
    return true;
  }

  /**
   * Leaves the value at hand behind, whatever it is.
   *
   * @throws DecodeException if it is not JSON, or nested deeper than {@value #MAX_NESTING}
   */
  public void skip() throws DecodeException {
    skip(0);
  }

  /**
   * Checks that nothing but white space is left.
   *
   * @throws DecodeException if more is
   */
  public void end() throws DecodeException {
    scanner.takeEnd();
  }

  private void skip(int depth) throws DecodeException {
    if (depth > MAX_NESTING) {
      throw scanner.failure("less nesting");
    }
    switch (scanner.token()) {
      case '{' -> {
        beginObject();
        while (nextField()) {
          skip(depth + 1);
        }
      }
      case '[' -> {
        beginArray();
        while (nextElement()) {
          skip(depth + 1);
        }
      }
      case '"' -> {
        boolean unused = scanner.takeString();
      }
      case 't', 'f' -> {
        boolean unused = bool();
      }
      case 'n' -> scanner.takeLiteral("null");
      default -> scanner.takeNumber();
    }
  }
}
