// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.enrich;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;

/** Reads the rows of RFC 4180, with LF or CRLF. Blank lines are skipped. */
final class CsvReader {
  private static final int MAX_CELL_CHARS = 65_536;
  private static final int END = -1;

  private final BufferedReader source;
  private int line = 1;

  CsvReader(Reader source) {
    this.source = new BufferedReader(source);
  }

  /** The line that the last row ended in, counted from 1. */
  int line() {
    return line;
  }

  /** The next row's cells, or an empty list at the end. */
  List<String> next() throws IOException {
    var cells = new ArrayList<String>();
    var cell = new StringBuilder();
    int stop;
    do {
      cell.setLength(0);
      stop = readCell(cell);
      boolean isBlankLine = cells.isEmpty() && cell.isEmpty() && stop != ',';
      if (isBlankLine && stop == END) {
        return cells;
      }
      if (!isBlankLine) {
        cells.add(cell.toString());
      }
    } while (stop == ',' || cells.isEmpty());
    return cells;
  }

  /** Reads up to the comma, line end or end of the text, and returns which it was. */
  private int readCell(StringBuilder cell) throws IOException {
    int c = source.read();
    while (c != END && c != ',' && c != '\n') {
      if (c == '"' && cell.isEmpty()) {
        readQuoted(cell);
      } else if (c != '\r') {
        append(cell, c);
      }
      c = source.read();
    }
    line += c == '\n' ? 1 : 0;
    return c;
  }

  private void readQuoted(StringBuilder cell) throws IOException {
    for (int c = source.read(); c != END; c = source.read()) {
      if (c == '"') {
        source.mark(1);
        if (source.read() != '"') {
          source.reset();
          return;
        }
      }
      line += c == '\n' ? 1 : 0;
      append(cell, c);
    }
    throw new IOException("a quote is not closed before the end, line %d".formatted(line));
  }

  private void append(StringBuilder cell, int c) throws IOException {
    if (cell.length() == MAX_CELL_CHARS) {
      throw new IOException(
          "a cell has more than %d characters, line %d".formatted(MAX_CELL_CHARS, line));
    }
    cell.append((char) c);
  }
}
