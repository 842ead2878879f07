// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race.lambda;

import io.github.kinesisetl.core.json.FieldNames;
import io.github.kinesisetl.core.json.JsonCursor;
import io.github.kinesisetl.core.record.DecodeException;
import org.jspecify.annotations.Nullable;

/** An event of sixteen fields and 505 bytes, for Jackson to fill, or a cursor. */
public final class OrderEvent implements Sum {

  private static final FieldNames NAMES =
      FieldNames.of(
          "id",
          "type",
          "time",
          "customer",
          "session",
          "page",
          "referrer",
          "agent",
          "country",
          "currency",
          "amount",
          "items",
          "discount",
          "returning",
          "shard",
          "note");

  /** A field. */
  public @Nullable String id;

  /** A field. */
  public @Nullable String type;

  /** A field. */
  public @Nullable String time;

  /** A field. */
  public @Nullable String customer;

  /** A field. */
  public @Nullable String session;

  /** A field. */
  public @Nullable String page;

  /** A field. */
  public @Nullable String referrer;

  /** A field. */
  public @Nullable String agent;

  /** A field. */
  public @Nullable String country;

  /** A field. */
  public @Nullable String currency;

  /** A field. */
  public @Nullable String note;

  /** A field. */
  public double amount;

  /** A field. */
  public double discount;

  /** A field. */
  public long items;

  /** A field. */
  public long shard;

  /** A field. */
  public boolean returning;

  /** An event without anything. */
  public OrderEvent() {}

  static OrderEvent read(JsonCursor json) throws DecodeException {
    var event = new OrderEvent();
    json.beginObject();
    while (json.nextField()) {
      int field = json.fieldIn(NAMES);
      if (field < 8) {
        event.readFirst(field, json);
      } else {
        event.readSecond(field, json);
      }
    }
    json.end();
    return event;
  }

  @Override
  public long sum() {
    long texts = Sum.of(id) + Sum.of(type) + Sum.of(time) + Sum.of(customer) + Sum.of(session);
    texts += Sum.of(page) + Sum.of(referrer) + Sum.of(agent) + Sum.of(country);
    texts += Sum.of(currency) + Sum.of(note);
    return texts + Math.round((amount + discount) * 100) + items + shard + (returning ? 1 : 0);
  }

  private void readFirst(int field, JsonCursor json) throws DecodeException {
    switch (field) {
      case 0 -> id = json.text();
      case 1 -> type = json.text();
      case 2 -> time = json.text();
      case 3 -> customer = json.text();
      case 4 -> session = json.text();
      case 5 -> page = json.text();
      case 6 -> referrer = json.text();
      case 7 -> agent = json.text();
      default -> json.skip();
    }
  }

  private void readSecond(int field, JsonCursor json) throws DecodeException {
    switch (field) {
      case 8 -> country = json.text();
      case 9 -> currency = json.text();
      case 10 -> amount = json.decimal();
      case 11 -> items = json.integer();
      case 12 -> discount = json.decimal();
      case 13 -> returning = json.bool();
      case 14 -> shard = json.integer();
      default -> note = json.text();
    }
  }
}
