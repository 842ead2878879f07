// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.local.dynamodb.expression.Condition;
import io.github.kinesisetl.local.dynamodb.expression.ConditionParser;
import io.github.kinesisetl.local.dynamodb.expression.Placeholders;
import io.github.kinesisetl.local.dynamodb.expression.UpdateParser;
import io.github.kinesisetl.local.dynamodb.value.Item;
import io.github.kinesisetl.local.dynamodb.value.Value;
import io.github.kinesisetl.local.service.RequestFields;
import io.github.kinesisetl.local.service.ServiceError;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionFuzzTest {

  private static final List<String> WORDS =
      List.of(
          "(",
          ")",
          "a",
          "b.c[0]",
          "#n",
          ":v",
          "=",
          "<>",
          "<",
          "AND",
          "OR",
          "NOT",
          "BETWEEN",
          "IN",
          ",",
          "size(a)",
          "contains(a, :v)",
          "SET",
          "REMOVE",
          "ADD",
          "+",
          "if_not_exists(a, :v)");
  private static final Item ITEM = new Item(Map.of("a", new Value.Text("x")));

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void parse_ofAnything_answersOrRefuses(long seed) {
    var random = new Random(seed);
    int understood = 0;
    for (int i = 0; i < 20_000; i++) {
      String text =
          IntStream.range(0, 1 + random.nextInt(8))
              .mapToObj(j -> WORDS.get(random.nextInt(WORDS.size())))
              .collect(Collectors.joining(" "));
      understood += isUnderstood(() -> condition(text).holds(ITEM)) ? 1 : 0;
      understood +=
          isUnderstood(() -> UpdateParser.parse(text, placeholders()).apply(ITEM)) ? 1 : 0;
    }
    assertThat(understood).isPositive();
  }

  @Test
  void condition_nestedTooDeeply_isRefused() {
    String deep = "(".repeat(2000) + "a = :v" + ")".repeat(2000);
    assertThat(isUnderstood(() -> condition(deep))).isFalse();
    String negated = "NOT ".repeat(1000) + "a = :v";
    assertThat(isUnderstood(() -> condition(negated))).isFalse();
  }

  private static boolean isUnderstood(Runnable parse) {
    try {
      parse.run();
      return true;
    } catch (ServiceError e) {
      assertThat(e.code()).isEqualTo("ValidationException");
      return false;
    }
  }

  private static Condition condition(String text) {
    return ConditionParser.parse("FilterExpression", text, placeholders(), Set.of());
  }

  private static Placeholders placeholders() {
    ObjectNode request = JsonNodeFactory.instance.objectNode().put("X", "x");
    request.putObject(Placeholders.NAMES).put("#n", "b");
    request.putObject(Placeholders.VALUES).putObject(":v").put("S", "x");
    return Placeholders.of(
        RequestFields.of(
            "ValidationException", request, "X", Placeholders.NAMES, Placeholders.VALUES),
        "X");
  }
}
