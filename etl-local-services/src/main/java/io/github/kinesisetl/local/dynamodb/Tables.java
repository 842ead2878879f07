// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb;

import static io.github.kinesisetl.local.dynamodb.value.Refusal.invalid;

import io.github.kinesisetl.local.dynamodb.value.Refusal;
import io.github.kinesisetl.local.service.ServiceContext;
import io.github.kinesisetl.local.service.ServiceError;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All tables. Every operation holds its monitor, so each is atomic. */
final class Tables {

  private final ServiceContext context;
  private final NavigableMap<String, Table> tables = new TreeMap<>();

  Tables(ServiceContext context) {
    this.context = context;
  }

  NavigableMap<String, Table> all() {
    return tables;
  }

  long nowMillis() {
    return context.clock().millis();
  }

  String arn(String name) {
    return "arn:aws:dynamodb:%s:%s:table/%s".formatted(context.region(), context.accountId(), name);
  }

  void add(Table table) {
    if (tables.putIfAbsent(table.name(), table) != null) {
      throw ServiceError.badRequest(
          "ResourceInUseException", "Table already exists: %s", table.name());
    }
  }

  void remove(Table table) {
    tables.remove(table.name());
  }

  /** The table of that name or ARN, without what has expired in it. */
  @Nullable Table find(String nameOrArn) {
    int slash = nameOrArn.startsWith("arn:") ? nameOrArn.lastIndexOf('/') : -1;
    Table table = tables.get(checkedName(nameOrArn.substring(slash + 1)));
    if (table != null) {
      table.expire(nowMillis());
    }
    return table;
  }

  Table require(String nameOrArn) {
    Table table = find(nameOrArn);
    if (table == null) {
      throw Refusal.notFound();
    }
    return table;
  }

  static String checkedName(String name) {
    if (!name.matches("[a-zA-Z0-9_.-]{3,255}")) {
      throw invalid(
          "TableName must have 3 to 255 letters, digits and _.-, but has %d characters",
          name.length());
    }
    return name;
  }

  /** Refuses what would not fit into memory. */
  void requireRoom(long moreBytes) {
    long stored = tables.values().stream().mapToLong(Table::bytes).sum();
    if (moreBytes > 0 && stored + moreBytes > context.maxStoredBytes()) {
      throw ServiceError.badRequest(
          "LimitExceededException",
          "all tables together may keep %d bytes and hold %d; delete items or raise maxStoredBytes",
          context.maxStoredBytes(),
          stored);
    }
  }
}
