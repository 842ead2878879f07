// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonQuoteTest {

  private static final ObjectMapper JACKSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "\"",
        "\\",
        "\\\"\\\\",
        "ends in a backslash\\",
        "s3://bucket/key with \"quotes\"",
        "längere Wörter, €",
        "😀 emoji",
        "\u007f\u0080\u2028\u2029\uffff",
      })
  void quoted_anyText_isReadBackByJackson(String text) throws Exception {
    assertThat(JACKSON.readValue(JsonQuote.quoted(text), String.class)).isEqualTo(text);
    assertThat(JACKSON.readValue(JsonQuote.quoted(text).getBytes(UTF_8), String.class))
        .isEqualTo(text);
  }

  @Test
  void quoted_everyCharacter_isReadBackByJackson() throws Exception {
    for (int c = 0; c <= Character.MAX_VALUE; c++) {
      String text = "a" + (char) c + "b";
      assertThat(JACKSON.readValue(JsonQuote.quoted(text), String.class))
          .as("character %04x", c)
          .isEqualTo(text);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void quoted_randomCharacters_areReadBackByJackson(long seed) throws Exception {
    var random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      var text = new StringBuilder();
      for (int left = random.nextInt(30); left > 0; left--) {
        text.append((char) random.nextInt(random.nextBoolean() ? 0x80 : 0x10000));
      }
      assertThat(JACKSON.readValue(JsonQuote.quoted(text.toString()), String.class))
          .isEqualTo(text.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(chars = {'\ud800', '\udbff', '\udc00', '\udfff'})
  void quoted_halfOfAPair_isAQuestionMarkInUtf8(char half) throws Exception {
    byte[] json = JsonQuote.quoted("a" + half + "b").getBytes(UTF_8);
    assertThat(JACKSON.readValue(json, String.class)).isEqualTo("a?b");
  }

  @Test
  void append_controlCharacters_writesTheirEscapesBehindWhatIsThere() {
    var json = new StringBuilder("{\"name\":");
    JsonQuote.append(json, "\u0000\n\u001f \"\\");
    assertThat(json).hasToString("{\"name\":\"\\u0000\\u000a\\u001f \\\"\\\\\"");
  }
}
