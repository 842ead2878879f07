// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.schema;

import java.util.ArrayList;
import java.util.List;

/**
 * What a new version of a schema owes to the one before, in the words of the schema registries (<a
 * href="https://docs.confluent.io/platform/current/schema-registry/fundamentals/schema-evolution.html">schema
 * evolution</a>).
 *
 * @since 0.1.0
 */
public enum Compatibility {
  /** Readers of the new version understand what writers of the old one wrote. */
  BACKWARD,
  /** Readers of the old version understand what writers of the new one write. */
  FORWARD,
  /** Both. */
  FULL;

  /**
   * Compares two versions.
   *
   * @param older the version in use
   * @param newer the version to come
   * @return what breaks, a sentence each; empty if the new version keeps the promise
   */
  public List<String> breaks(RecordSchema older, RecordSchema newer) {
    List<String> breaks = new ArrayList<>();
    if (this != FORWARD) {
      reading(newer, older, breaks);
    }
    if (this != BACKWARD) {
      reading(older, newer, breaks);
    }
    return breaks;
  }

  private static void reading(RecordSchema reader, RecordSchema writer, List<String> breaks) {
    String who = "version %d reading version %d: ".formatted(reader.version(), writer.version());
    for (Field read : reader.fields().values()) {
      Field written = writer.fields().get(read.name());
      if (written == null) {
        if (read.required()) {
          breaks.add(who + read.name() + " is required, but not written");
        }
      } else {
        reading(who, read, written, breaks);
      }
    }
  }

  private static void reading(String who, Field read, Field written, List<String> breaks) {
    if (read.required() && !written.required()) {
      breaks.add(who + read.name() + " is required, but may be missing");
    }
    if (!read.type().reads(written.type())) {
      breaks.add(
          "%s%s is read as %s, but written as %s"
              .formatted(who, read.name(), read.type(), written.type()));
    }
    if (!read.range().contains(written.range())) {
      breaks.add(
          "%s%s is read in %s, but written in %s"
              .formatted(who, read.name(), read.range(), written.range()));
    }
  }
}
