// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.schema;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The versions of one schema, each compatible with the one before as promised. Immutable.
 *
 * @see Compatibility
 * @since 0.1.0
 */
public final class SchemaVersions {

  private final List<RecordSchema> versions;

  private SchemaVersions(List<RecordSchema> versions) {
    this.versions = versions;
  }

  /**
   * Collects the versions of a schema and checks each step.
   *
   * @param promise what each version owes to the one before
   * @param versions one or more versions of one name, in any order
   * @return the versions
   * @throws IllegalArgumentException if names differ, a version is there twice, or a step breaks
   *     the promise; the message lists what breaks
   */
  public static SchemaVersions of(Compatibility promise, RecordSchema... versions) {
    List<RecordSchema> sorted = new ArrayList<>(List.of(versions));
    if (sorted.isEmpty()) {
      throw new IllegalArgumentException("versions must be at least 1, but are 0");
    }
    sorted.sort(Comparator.comparingInt(RecordSchema::version));
    for (int i = 1; i < sorted.size(); i++) {
      checkStep(promise, sorted.get(i - 1), sorted.get(i));
    }
    return new SchemaVersions(List.copyOf(sorted));
  }

  /**
   * The newest version.
   *
   * @return the version with the highest number
   */
  public RecordSchema latest() {
    return versions.get(versions.size() - 1);
  }

  /**
   * Looks a version up.
   *
   * @param version its number
   * @return the version, or nothing if it is not known
   */
  public Optional<RecordSchema> version(int version) {
    return versions.stream().filter(schema -> schema.version() == version).findFirst();
  }

  private static void checkStep(Compatibility promise, RecordSchema older, RecordSchema newer) {
    if (!older.name().equals(newer.name())) {
      throw new IllegalArgumentException(
          "versions must have one name, but have %s and %s".formatted(older.name(), newer.name()));
    }
    if (older.version() == newer.version()) {
      throw new IllegalArgumentException(
          "version %d of %s is there twice".formatted(older.version(), older.name()));
    }
    List<String> breaks = promise.breaks(older, newer);
    if (!breaks.isEmpty()) {
      throw new IllegalArgumentException(
          "%s is not %s compatible: %s"
              .formatted(newer.name(), promise, String.join("; ", breaks)));
    }
  }
}
