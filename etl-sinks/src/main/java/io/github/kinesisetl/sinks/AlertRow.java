// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks;

import static java.util.Objects.requireNonNull;

/**
 * A row of a table with the columns {@code alert_id varchar}, {@code state varchar}, {@code body
 * varchar(65535)}. A row that is there already, by its first two columns, is not inserted again.
 *
 * @param id the alert's id
 * @param state the alert's state
 * @param body the alert as JSON
 */
public record AlertRow(String id, String state, String body) {

  /** Checks that all is there. */
  public AlertRow {
    requireNonNull(id, "id");
    requireNonNull(state, "state");
    requireNonNull(body, "body");
  }

  /**
   * The statement that inserts the row unless it is there. Batches of the Data API take no
   * parameters, so the values are quoted as literals; a backslash is an escape to Redshift, so it
   * is doubled there by {@code chr(92)}.
   *
   * @param table the table
   * @return the statement
   */
  public String insertInto(String table) {
    return "INSERT INTO %s (alert_id, state, body) SELECT %s, %s, %s WHERE NOT EXISTS (SELECT 1 FROM %s WHERE alert_id = %s AND state = %s)"
        .formatted(
            table, literal(id), literal(state), literal(body), table, literal(id), literal(state));
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''").replace("\\", "' || chr(92) || '") + "'";
  }
}
