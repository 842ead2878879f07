// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

/** What the producer writes, chosen by who reads the stream (docs/wire-format.md). */
public enum OutputMode {
  /**
   * A zstd frame around a KPL aggregate: fewest bytes. For readers that use etl-core, or stock zstd
   * and a stock deaggregator.
   */
  DENSE,
  /**
   * One event an entry, as encoded. For Lambda event filters, Firehose and whoever wants to see
   * JSON. Keeps no order among the events of a key, and events carry no id.
   */
  PLAIN
}
