// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race.producer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kinesisetl.core.record.EventRecord;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The guide's event: user, type, time and a value, as a stream has them that takes 100,000 events a
 * second.
 */
final class SmallEvents {

  static final String NAME = "small";

  private static final int EVENTS = 100_000;
  private static final int USERS = 10_000;
  private static final List<String> TYPES = List.of("view", "click", "buy", "find");

  private SmallEvents() {}

  static List<EventRecord> generate() {
    var random = new Random(97);
    LocalDateTime time = LocalDateTime.parse("2026-01-15T10:30:00.100000");
    List<EventRecord> events = new ArrayList<>(EVENTS);
    for (int i = 0; i < EVENTS; i++) {
      String user = "user_" + random.nextInt(USERS);
      time = time.plus(1 + random.nextInt(19), ChronoUnit.MICROS);
      String json =
          "{\"user_id\":\""
              + user
              + "\",\"event_type\":\""
              + TYPES.get(random.nextInt(TYPES.size()))
              + "\",\"timestamp\":\""
              + time
              + "\",\"value\":"
              + BigDecimal.valueOf(random.nextInt(100_000), 2)
              + "}";
      events.add(EventRecord.of(user, json.getBytes(UTF_8)));
    }
    return events;
  }
}
