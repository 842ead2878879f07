// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

/** What the producer writes, chosen by who reads the stream (docs/wire-format.md). */
public enum OutputMode {
  /**
   * A zstd frame around an aggregate of our own: fewest bytes, and cheapest to write and read. For
   * readers that use etl-core, or the forty lines that docs/wire-format.md shows.
   */
  DENSE,
  /**
   * A KPL aggregate as it is, for KCL, Firehose and whoever reads what KPL writes. Refused on
   * streams with record distribution {@code AUTO}, where KCL would drop it.
   */
  KPL,
  /**
   * One event an entry, as encoded. For Lambda event filters, Firehose and whoever wants to see
   * JSON. Keeps no order among the events of a key, and events carry no id.
   */
  PLAIN
}
