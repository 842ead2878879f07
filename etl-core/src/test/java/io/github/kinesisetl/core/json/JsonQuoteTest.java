// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonQuoteTest {

  private static final ObjectMapper JACKSON = new ObjectMapper();

  @Test
  void quoted_controlCharactersAndQuotes_areEscaped() {
    assertThat(JsonQuote.quoted("a\"b\\c/d\n\u0000\u001f\u007f"))
        .isEqualTo("\"a\\\"b\\\\c/d\\u000a\\u0000\\u001f\u007f\"");
  }

  @Test
  void quoted_halfACharacter_isReplacedAndPairsAreKept() {
    String smile = "\ud83d\ude00";
    assertThat(JsonQuote.quoted(smile)).isEqualTo('"' + smile + '"');
    assertThat(JsonQuote.quoted("a\ud83d")).isEqualTo("\"a\ufffd\"");
    assertThat(JsonQuote.quoted("\ude00b")).isEqualTo("\"\ufffdb\"");
    assertThat(JsonQuote.quoted("\ud83d" + smile)).isEqualTo("\"\ufffd" + smile + '"');
    assertThat(JsonQuote.quoted(smile + "\ude00")).isEqualTo('"' + smile + "\ufffd\"");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void quoted_anyText_isReadBackByJacksonAndByTheCursor(long seed) throws Exception {
    var random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      String text = anyText(random);
      String json = JsonQuote.append(new StringBuilder("["), text).append(']').toString();
      byte[] bytes = json.getBytes(UTF_8);
      assertThat(JACKSON.readTree(bytes).get(0).textValue()).isEqualTo(text);
      var cursor = new JsonCursor().pointTo(bytes, 0, bytes.length);
      cursor.beginArray();
      assertThat(cursor.nextElement()).isTrue();
      assertThat(cursor.text()).isEqualTo(text);
    }
  }

  private static String anyText(Random random) {
    int[] bounds = {0x20, 0x80, 0xd800, 0x110000};
    var text = new StringBuilder();
    for (int i = random.nextInt(20); i > 0; i--) {
      int point = random.nextInt(bounds[random.nextInt(bounds.length)]);
      boolean isHalf = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
      text.appendCodePoint(isHalf ? '"' : point);
    }
    return text.toString();
  }
}
