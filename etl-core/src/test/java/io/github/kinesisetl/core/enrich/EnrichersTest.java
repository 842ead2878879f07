// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnrichersTest {
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          https://www.google.co.uk/search?q=kinesis+shards, search, Google, kinesis shards
          http://www.google.com.br/url?sa=t&q=caf%C3%A9, search, Google, café
          https://duckduckgo.com/, search, DuckDuckGo,
          http://r.duckduckgo.com/l/?kh=-1, search, DuckDuckGo,
          https://search.yahoo.com/search?p=a%zz, search, Yahoo, a%zz
          https://t.co/abc, social, X,
          https://m.facebook.com:443/x, social, Facebook,
          https://mail.google.com/mail/u/0, other, Gmail,
          http://www.example.org/page, internal, ,
          HTTP://USER:PW@Example.ORG./, internal, ,
          http://notexample.org/, other, ,
          https://google.evil.example/, other, ,
          https://accounts.google.com/signin, other, ,
          https://drive.google.com/, other, ,
          https://maps.google.co.uk/?q=x, other, ,
          https://news.google.com/, other, ,
          https://calendar.google.com/, other, ,
          https://meet.google.com/, other, ,
          https://console.cloud.google.com/, other, ,
          https://finance.yahoo.com/, other, ,
          https://news.yahoo.com/, other, ,
          https://sports.yahoo.com/, other, ,
          https://mail.yahoo.co.uk/, other, ,
          https://mail.yahoo.co.jp/, other, ,
          https://my.yahoo.com/, other, ,
          https://mail.yandex.ru/, other, ,
          https://blog.naver.com/, other, ,
          https://m.google.de/, search, Google,
          https://images.google.de/?q=x, search, Google, x
          https://fr.search.yahoo.com/?p=x, search, Yahoo, x
          https://r.search.yahoo.com/, search, Yahoo,
          https://cn.bing.com/?q=x, search, Bing, x
          'http://evil.example\\@www.bing.com/?q=1', other, ,
          'https:\\\\www.bing.com\\search?q=1', search, Bing, 1
          https://example.com/?q=google.com, other, ,
          """)
  void referrer_ofAPage_isClassified(
      String url, String medium, @Nullable String source, @Nullable String term) {
    ObjectNode event = event("referrer", url);

    Enrichers.referrer(Set.of(" example.ORG ", "")).enrich(event, Deadline.none());

    JsonNode found = event.at("/enriched/referrer");
    assertThat(found.path("medium").asText()).isEqualTo(medium);
    assertThat(found.path("source").asText(null)).isEqualTo(source);
    assertThat(found.path("term").asText(null)).isEqualTo(term);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-", "android-app://com.google", "/relative", "http://", "http://a b/"})
  void referrer_thatIsNoPage_isMissing(String text) {
    assertThat(Enrichers.referrer(Set.of()).enrich(event("referrer", text), Deadline.none()))
        .isInstanceOf(Enrichment.Missing.class);
  }

  @Test
  void campaign_ofAUrl_readsParametersAndClickId() {
    ObjectNode event =
        event("url", "/shop?utm_source=news&utm_medium=e%20mail&utm_campaign=May&gclid=abc#top");

    Enrichers.campaign().enrich(event, Deadline.none());

    assertThat(event.at("/enriched/campaign").toString())
        .isEqualTo(
            "{\"source\":\"news\",\"medium\":\"e mail\",\"name\":\"May\","
                + "\"click_id\":\"abc\",\"network\":\"Google\"}");
  }

  @Test
  void campaign_ofALongValue_cutsNoCharacterInTwo() {
    ObjectNode event = event("url", "/?utm_source=" + "a".repeat(511) + "\ud83d\ude00b");

    Enrichers.campaign().enrich(event, Deadline.none());

    assertThat(event.at("/enriched/campaign/source").asText()).isEqualTo("a".repeat(511));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/shop", "/shop?utm_source=", "/shop?xutm_source=a", "no url"})
  void campaign_withoutParameters_isMissing(String url) {
    assertThat(Enrichers.campaign().enrich(event("url", url), Deadline.none()))
        .isInstanceOf(Enrichment.Missing.class);
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.77, 203.0.113.0",
    "2001:db8:1234:5678:9abc:def0:1234:5678, 2001:db8:1234::",
    "2001:DB8::1, 2001:db8::",
    "::1, ::",
    "::ffff:203.0.113.77, 203.0.113.0",
    "64:ff9b::203.0.113.77, 64:ff9b::",
    "1:2:3:4:5:6:7::, 1:2:3::",
    "2002:c000:0204::, 2002::",
    "2002:c000:0204:1::5, 2002::",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2, 2001::",
    "64:ff9b:1:c000:2:400::, 64:ff9b:1::",
    "2001:db8:1:2:0:5efe:c000:204, 2001:db8:1::",
    "::c000:204, ::",
  })
  void anonymizedIp_ofAnAddress_isShortened(String address, String expected) {
    ObjectNode event = event("ip", address);

    Enrichers.anonymizedIp().enrich(event, Deadline.none());

    assertThat(event.get("ip").asText()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "256.1.1.1",
        "1.2.3",
        "1.2.3.4.5",
        "01.2.3.4",
        "a.b.c.d",
        "١.2.3.4",
        ":",
        ":::",
        "1::2::3",
        "1:2:3:4:5:6:7:8:9",
        "12345::",
        "fe80::1%eth0",
        "localhost",
        "1:2:3:4:5:6:7:1.2.3.4",
        "::g"
      })
  void anonymizedIp_ofNoAddress_isMissingAndRemovesTheText(String text) {
    ObjectNode event = event("ip", text);

    assertThat(Enrichers.anonymizedIp().enrich(event, Deadline.none()))
        .isInstanceOf(Enrichment.Missing.class);
    assertThat(event.get("ip").isNull()).isTrue();
  }

  static LongStream seeds() {
    return LongStream.range(0, 20);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void anonymizedIp_ofARandomAddress_keepsWhatItShould(long seed) throws Exception {
    var random = new Random(seed);
    for (int i = 0; i < 100; i++) {
      byte[] address = new byte[random.nextBoolean() ? 4 : 16];
      random.nextBytes(address);
      for (int k = 0; k < address.length && random.nextBoolean(); k++) {
        address[random.nextInt(address.length)] = 0;
      }
      address[0] |= 0x20; // not the IPv4-mapped prefix
      String text = InetAddress.getByAddress(address).getHostAddress();
      ObjectNode event = event("ip", text);
      Enrichers.anonymizedIp("ip", "ip", 1, 3).enrich(event, Deadline.none());

      Arrays.fill(address, address.length == 4 ? 3 : 6, address.length, (byte) 0);
      var expected = InetAddress.getByAddress(address);
      assertThat(InetAddress.getByName(event.get("ip").asText())).isEqualTo(expected);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyEnricher_ofRandomText_answersWithoutException(long seed) {
    var random = new Random(seed);
    List<Enricher> all =
        List.of(
            Enrichers.referrer("x", "/out/b", Set.of("a.b")),
            Enrichers.campaign("x", "/out/c"),
            Enrichers.anonymizedIp("x", "/out/d", 1, 3));
    String alphabet = "a1.:/?&=%#@[]-_ \u0000\u00e9\ud83d\uff0ehtpsutm_sourceq";
    for (int i = 0; i < 200; i++) {
      var text = new StringBuilder(random.nextBoolean() ? "http://" : "");
      int length = random.nextInt(60);
      for (int k = 0; k < length; k++) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      ObjectNode event = event("x", text.toString());
      for (Enricher enricher : all) {
        assertThat(enricher.enrich(event, Deadline.none())).isNotNull();
      }
    }
  }

  @Test
  void enricher_whoseOutputIsBlocked_isMissingAndChangesNothing() {
    ObjectNode event = event("url", "/?utm_source=a").put("enriched", 5);

    assertThat(Enrichers.campaign().enrich(event, Deadline.none()))
        .isEqualTo(
            new Enrichment.Missing(
                "field /enriched/campaign cannot be written: a parent is not an object"));
    assertThat(event.get("enriched").asInt()).isEqualTo(5);
  }

  @Test
  void options_outOfRange_sayWhatIsAllowed() {
    assertThatThrownBy(() -> Enrichers.anonymizedIp("a", "b", 5, 3)).hasMessageContaining("1 to 4");
    assertThatThrownBy(() -> Enrichers.anonymizedIp("a", "b", 1, 8)).hasMessageContaining("0 to 7");
    assertThatThrownBy(() -> Enrichers.campaign("", "b")).hasMessageContaining("field");
  }

  private static ObjectNode event(String field, String value) {
    return JsonNodeFactory.instance.objectNode().put(field, value);
  }
}
