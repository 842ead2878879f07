// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.sizing;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Properties;

/**
 * Prices of one region on one date, in US dollars. Immutable. Check them before you decide by them.
 *
 * @since 0.1.0
 */
public final class PriceList {
  private static final String RESOURCE = "prices-us-east-1.properties";

  private final Properties prices;
  private final LocalDate asOf;

  private PriceList(Properties prices, LocalDate asOf) {
    this.prices = prices;
    this.asOf = asOf;
  }

  /**
   * The list that comes along: us-east-1, with the date and source that its file states.
   *
   * @return the list
   */
  public static PriceList bundled() {
    try (InputStream resource = PriceList.class.getResourceAsStream(RESOURCE)) {
      requireNonNull(resource, RESOURCE);
      return read(new InputStreamReader(resource, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a list of one's own, in the form of the bundled file.
   *
   * @param properties the text; the caller closes it
   * @return the list
   * @throws IOException if it cannot be read, or a value is absent or malformed
   */
  public static PriceList read(Reader properties) throws IOException {
    var prices = new Properties();
    try {
      prices.load(properties);
      for (Price price : Price.values()) {
        Checks.between(price.key, Double.parseDouble(value(prices, price.key)), 0, 1e6);
      }
      value(prices, "region");
      value(prices, "source");
      return new PriceList(prices, LocalDate.parse(value(prices, "as-of")));
    } catch (IllegalArgumentException | DateTimeParseException e) {
      throw new IOException("price list is malformed: " + e.getMessage(), e);
    }
  }

  private static String value(Properties prices, String key) throws IOException {
    String value = prices.getProperty(key);
    if (value == null || value.isBlank()) {
      throw new IOException("price list has no '%s'".formatted(key));
    }
    return value.strip();
  }

  double usd(Price price) {
    return Double.parseDouble(requireNonNull(prices.getProperty(price.key)));
  }

  /**
   * Where the prices hold.
   *
   * @return the region's code
   */
  public String region() {
    return requireNonNull(prices.getProperty("region"));
  }

  /**
   * When the prices held.
   *
   * @return the date of the source
   */
  public LocalDate asOf() {
    return asOf;
  }

  /**
   * Who says so.
   *
   * @return the source
   */
  public String source() {
    return requireNonNull(prices.getProperty("source"));
  }

  enum Price {
    SHARD_HOUR("shard-hour"),
    MILLION_PUT_UNITS("million-put-payload-units"),
    STREAM_HOUR("on-demand-stream-hour"),
    GB_IN("on-demand-gb-in"),
    GB_OUT("on-demand-gb-out");

    private final String key;

    Price(String key) {
      this.key = key;
    }
  }
}
