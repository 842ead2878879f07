// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.benchmarks.race.producer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kinesisetl.core.record.EventRecord;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;

/**
 * Click events with ids, addresses and agents: as much in them that cannot be guessed as in life.
 */
final class FatEvents {

  static final String NAME = "fat";

  private static final int EVENTS = 20_000;
  private static final int USERS = 10_000;
  private static final List<String> PAGES =
      List.of("products", "category", "search", "cart", "checkout", "account", "help", "blog");
  private static final List<String> COUNTRIES =
      List.of("US", "DE", "FR", "GB", "IN", "BR", "JP", "CA", "ES", "IT", "NL", "SE", "PL", "MX");
  private static final List<String> SOURCES =
      List.of("google", "bing", "newsletter", "facebook", "partner", "direct");
  private static final List<String> SYSTEMS =
      List.of(
          "Windows NT 10.0; Win64; x64",
          "Macintosh; Intel Mac OS X 10_15_7",
          "X11; Linux x86_64",
          "Linux; Android 14; Pixel 8",
          "Linux; Android 13; SM-S918B");
  private static final List<String> SCREENS =
      List.of("1920x1080", "1366x768", "2560x1440", "390x844", "412x915", "1536x864");

  private final Random random = new Random(870);
  private final long startMillis = Instant.parse("2026-01-15T10:30:00Z").toEpochMilli();
  private long micros;

  private FatEvents() {}

  static List<EventRecord> generate() {
    var generator = new FatEvents();
    List<EventRecord> events = new ArrayList<>(EVENTS);
    for (int i = 0; i < EVENTS; i++) {
      String user = "user_" + generator.random.nextInt(USERS);
      events.add(EventRecord.of(user, generator.event(user).getBytes(UTF_8)));
    }
    return events;
  }

  private String event(String user) {
    micros += 1 + random.nextInt(19); // 100,000 events a second
    long millis = startMillis + micros / 1_000;
    return "{"
        + text("event_id", uuid())
        + text("event_type", random.nextInt(8) == 0 ? "add_to_cart" : "click")
        + text("timestamp", Instant.ofEpochMilli(millis).toString())
        + text("user_id", user)
        + text("session_id", new UUID(user.hashCode() * 31L, millis / 1_800_000).toString())
        + text("trace_id", hex(16))
        + text("element_id", "button-" + random.nextInt(300))
        + text("page_url", url())
        + text("referrer", "https://www." + pick(SOURCES) + ".example/r?token=" + hex(8))
        + text("user_agent", agent())
        + text("ip_address", address())
        + surroundings()
        + "},\"timing\":{"
        + number("dns_ms", 0, random.nextInt(80))
        + number("ttfb_ms", 0, random.nextInt(900))
        + number("first_paint_ms", 0, 100 + random.nextInt(2_000))
        + last("load_ms", 0, 300 + random.nextInt(5_000))
        + "},"
        + number("x", 0, random.nextInt(1_920))
        + number("y", 0, random.nextInt(1_080))
        + last("value", 2, random.nextDouble() * 500)
        + "}";
  }

  private String surroundings() {
    return "\"geo\":{"
        + text("country", pick(COUNTRIES))
        + number("lat", 4, random.nextDouble() * 120 - 60)
        + last("lon", 4, random.nextDouble() * 360 - 180)
        + "},\"device\":{"
        + text("screen", pick(SCREENS))
        + text("language", pick(COUNTRIES).toLowerCase(Locale.ROOT))
        + last("pixel_ratio", 1, 1 + random.nextInt(3) / 2.0)
        + "},\"campaign\":{"
        + text("source", pick(SOURCES))
        + last("id", 0, random.nextInt(500));
  }

  private String url() {
    return "https://shop.example.com/%s/%d?ref=%s&position=%d&variant=%d&utm_source=%s&utm_campaign=c%d"
        .formatted(
            pick(PAGES),
            random.nextInt(50_000),
            hex(6),
            random.nextInt(40),
            random.nextInt(12),
            pick(SOURCES),
            random.nextInt(500));
  }

  private String agent() {
    int version = 110 + random.nextInt(30);
    return "Mozilla/5.0 (%s) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%d.0.%d.%d Safari/537.36"
        .formatted(pick(SYSTEMS), version, 5_000 + version * 7, random.nextInt(200));
  }

  private String address() {
    return "%d.%d.%d.%d"
        .formatted(
            1 + random.nextInt(222), random.nextInt(256), random.nextInt(256), random.nextInt(256));
  }

  private String uuid() {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  private String hex(int bytes) {
    byte[] token = new byte[bytes];
    random.nextBytes(token);
    return HexFormat.of().formatHex(token);
  }

  private String pick(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private static String text(String name, String value) {
    return "\"" + name + "\":\"" + value + "\",";
  }

  private static String number(String name, int decimals, double value) {
    return last(name, decimals, value) + ",";
  }

  private static String last(String name, int decimals, double value) {
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_EVEN);
    return "\"" + name + "\":" + rounded.toPlainString();
  }
}
