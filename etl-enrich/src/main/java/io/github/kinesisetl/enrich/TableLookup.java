// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.enrich;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.enrich.Deadline;
import io.github.kinesisetl.core.enrich.FieldPath;
import io.github.kinesisetl.core.enrich.Lookup;
import io.github.kinesisetl.core.enrich.LookupResult;
import java.io.IOException;
import java.io.Reader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A table in memory whose rows are found by one column. {@link #swap} changes to another edition at
 * once: a look-up sees the old rows with the old version, or the new with the new. Safe for use by
 * many threads.
 *
 * @since 0.1.0
 */
public final class TableLookup implements Lookup<String, ObjectNode> {
  /** The most rows of a table. */
  public static final int MAX_ROWS = 1_000_000;

  /** The most characters of a cell. */
  public static final int MAX_CELL_CHARS = 65_536;

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Written by whoever swaps, read by all. */
  private volatile Table table;

  private TableLookup(Table table) {
    this.table = table;
  }

  /**
   * A lookup that begins with a table.
   *
   * @param table its first edition
   * @return the lookup
   */
  public static TableLookup of(Table table) {
    return new TableLookup(requireNonNull(table, "table"));
  }

  @Override
  public LookupResult<ObjectNode> find(String key, Deadline deadline) {
    Table current = table;
    ObjectNode row = current.rows.get(key);
    return row == null
        ? new LookupResult.Absent<>(current.version)
        : new LookupResult.Found<>(row, current.version);
  }

  /**
   * Changes to another edition.
   *
   * @param next the edition; complete, so that nobody sees half of it
   */
  public void swap(Table next) {
    this.table = requireNonNull(next, "next");
  }

  /**
   * Which edition answers now.
   *
   * @return its version
   */
  public String version() {
    return table.version;
  }

  /** One edition of a table. Its rows must not be changed. */
  public static final class Table {
    private final String version;
    private final Map<String, ObjectNode> rows;

    private Table(String version, Map<String, ObjectNode> rows) {
      this.version = requireNonNull(version, "version");
      this.rows = rows;
    }

    /**
     * Reads comma-separated values as in RFC 4180, with a header line. Cells stay texts; a byte
     * order mark before the header and empty lines are skipped.
     *
     * @param version names this edition, such as a date
     * @param keyColumn the header of the column with the keys, each of which stands in one row
     * @param csv the text, read to its end; the caller closes it
     * @return the table
     * @throws IOException if it cannot be read, is not well-formed, has no such column or a column
     *     twice, a row of another width, a key twice, a cell of more than {@value #MAX_CELL_CHARS}
     *     characters, or more than {@value #MAX_ROWS} rows
     */
    public static Table csv(String version, String keyColumn, Reader csv) throws IOException {
      try (CsvRows lines = CsvRows.of(csv, MAX_CELL_CHARS)) {
        List<String> header = lines.header();
        int key = header.indexOf(keyColumn);
        if (key < 0) {
          throw new IOException("table has no column '%s'".formatted(keyColumn));
        }
        var rows = new HashMap<String, ObjectNode>();
        for (List<String> cells = lines.next(); !cells.isEmpty(); cells = lines.next()) {
          if (!put(rows, cells.get(key), row(header, cells, key))) {
            throw new IOException(
                "row %d of the table has a key that stood before".formatted(rows.size() + 1));
          }
        }
        return new Table(version, rows);
      }
    }

    private static ObjectNode row(List<String> header, List<String> cells, int key) {
      ObjectNode row = JsonNodeFactory.instance.objectNode();
      for (int i = 0; i < cells.size(); i++) {
        if (i != key) {
          row.put(header.get(i), cells.get(i));
        }
      }
      return row;
    }

    /**
     * Reads a JSON array of objects.
     *
     * @param version names this edition, such as a date
     * @param keyField the field with the key, a text, number or boolean, as a name or a JSON
     *     pointer; each key stands in one object
     * @param json the text, read to its end; the caller closes it
     * @return the table
     * @throws IOException if it cannot be read, is no array of objects, an object has no key or one
     *     that stood before, or there are more than {@value #MAX_ROWS}
     */
    public static Table json(String version, String keyField, Reader json) throws IOException {
      JsonNode array = JSON.readTree(json);
      if (array == null || !array.isArray()) {
        throw new IOException("table must be a JSON array of objects");
      }
      FieldPath key = FieldPath.of(keyField);
      var rows = new HashMap<String, ObjectNode>();
      for (JsonNode element : array) {
        String value = element instanceof ObjectNode row ? key.scalarIn(row) : null;
        if (value == null) {
          throw new IOException(
              "object %d of the table has no key in field %s".formatted(rows.size(), key));
        }
        ObjectNode row = (ObjectNode) element;
        key.removeFrom(row);
        if (!put(rows, value, row)) {
          throw new IOException(
              "object %d of the table has a key that stood before".formatted(rows.size()));
        }
      }
      return new Table(version, rows);
    }

    /** False if the key has a row already: which of the two is meant nobody can tell. */
    private static boolean put(Map<String, ObjectNode> rows, String key, ObjectNode row)
        throws IOException {
      if (rows.putIfAbsent(key, row) != null) {
        return false;
      }
      if (rows.size() > MAX_ROWS) {
        throw new IOException("table has more than %d rows".formatted(MAX_ROWS));
      }
      return true;
    }

    /**
     * How many keys it knows.
     *
     * @return 0 or more
     */
    public int size() {
      return rows.size();
    }
  }
}
