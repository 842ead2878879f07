// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.enrich;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.IOException;
import java.io.PushbackReader;
import java.io.Reader;
import java.util.HashSet;
import java.util.List;

/** The rows of a table as RFC 4180 writes it, all as wide as the header. Not for many threads. */
final class CsvRows implements AutoCloseable {

  private static final int BYTE_ORDER_MARK = 0xFEFF;

  private final MappingIterator<List<String>> rows;
  private final List<String> header;

  private CsvRows(MappingIterator<List<String>> rows) throws IOException {
    this.rows = rows;
    this.header = rows.hasNextValue() ? rows.nextValue() : List.of();
    if (new HashSet<>(header).size() < header.size()) {
      throw new IOException("the table's header has a column twice");
    }
  }

  /** Reads up to the header's end; closing the rows leaves the text open. */
  static CsvRows of(Reader csv, int maxCellChars) throws IOException {
    CsvFactory factory =
        CsvFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder().maxStringLength(maxCellChars).build())
            .build();
    var mapper = new CsvMapper(factory);
    mapper.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
    return new CsvRows(
        mapper
            .readerForListOf(String.class)
            .with(CsvParser.Feature.WRAP_AS_ARRAY)
            .with(CsvParser.Feature.SKIP_EMPTY_LINES)
            .readValues(withoutByteOrderMark(csv)));
  }

  /** The names of the columns; empty if there is no text. */
  List<String> header() {
    return header;
  }

  /** The next row's cells, or an empty list at the end. */
  List<String> next() throws IOException {
    if (!rows.hasNextValue()) {
      return List.of();
    }
    List<String> cells = rows.nextValue();
    if (cells.size() != header.size()) {
      throw new IOException(
          "row ending before line %d has %d cells, but the header has %d"
              .formatted(rows.getCurrentLocation().getLineNr(), cells.size(), header.size()));
    }
    return cells;
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }

  private static Reader withoutByteOrderMark(Reader csv) throws IOException {
    var reader = new PushbackReader(csv);
    int first = reader.read();
    if (first >= 0 && first != BYTE_ORDER_MARK) {
      reader.unread(first);
    }
    return reader;
  }
}
