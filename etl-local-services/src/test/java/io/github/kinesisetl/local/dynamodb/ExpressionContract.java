// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/** Conditions, updates and projections. */
abstract class ExpressionContract extends DynamoDbContract {

  private static final Map<String, AttributeValue> ATTRIBUTES =
      Map.of(
          "num", n(5),
          "word", s("hello"),
          "tags", AttributeValue.fromSs(List.of("x", "y")),
          "entries", AttributeValue.fromL(List.of(n(1), n(2), n(3))),
          "doc", AttributeValue.fromM(Map.of("list1", AttributeValue.fromL(List.of(s("deep"))))));

  private static final Map<String, AttributeValue> FIVE = Map.of(":five", n("5.0"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "num = :five",
        "num >= :five",
        "num <= :five",
        "NOT num <> :five",
        "gone <> :five",
        "num BETWEEN :five AND :five",
        "num IN (:five)",
        "size(word) = :five",
        "attribute_exists(doc.list1[0]) AND num = :five",
        "num = :five OR num > :five AND gone = :five",
        "(num < :five OR num = :five) AND attribute_not_exists(gone) and num between :five and :five",
        "NOT (num < :five)",
        "not num < :five and not gone = :five",
        "contains(tags, word) or num = :five"
      })
  void condition_thatHolds_shows(String condition) {
    put("a", 1, ATTRIBUTES);
    assertThat(holds(condition, FIVE)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "num < :five",
        "word = :five",
        "word > :five",
        "gone = :five",
        "gone < :five",
        "NOT num = :five",
        "size(gone) = :five",
        "num = :five AND attribute_exists(doc.gone)",
        "(num = :five OR num = :five) AND num <> :five",
        "contains(entries, :five)",
        "gone IN (:five)"
      })
  void condition_thatDoesNotHold_hides(String condition) {
    put("a", 1, ATTRIBUTES);
    assertThat(holds(condition, FIVE)).isFalse();
  }

  @Test
  void functions_onTexts_hold() {
    put("a", 1, ATTRIBUTES);
    assertThat(holds("begins_with(word, :v)", Map.of(":v", s("he")))).isTrue();
    assertThat(holds("begins_with(doc.list1[0], :v)", Map.of(":v", s("ep")))).isFalse();
    assertThat(holds("contains(word, :v)", Map.of(":v", s("ell")))).isTrue();
    assertThat(holds("contains(tags, :v)", Map.of(":v", s("y")))).isTrue();
    assertThat(holds("contains(entries, :v)", Map.of(":v", n(3)))).isTrue();
    assertThat(holds("attribute_type(tags, :v)", Map.of(":v", s("SS")))).isTrue();
    assertThat(holds("attribute_type(tags, :v)", Map.of(":v", s("L")))).isFalse();
  }

  @Test
  void condition_withNames_findsReservedAttributes() {
    put("a", 1, Map.of("name", s("x"), "a.b", n(1)));
    var found =
        client()
            .scan(r ->
                r.tableName(TABLE)
                    .filterExpression("#n = :x AND attribute_exists(#dot)")
                    .expressionAttributeNames(Map.of("#n", "name", "#dot", "a.b"))
                    .expressionAttributeValues(Map.of(":x", s("x"))));
    assertThat(found.count()).isEqualTo(1);
  }

  @Test
  void condition_thatIsWrong_isRefused() {
    assertInvalid("reserved keyword; reserved keyword: name", "name = :v", Map.of(":v", n(1)));
    assertInvalid("must be distinct from the remaining operands", "num <= num", Map.of());
    assertInvalid(
        "must be distinct from the remaining operands",
        "num BETWEEN :v AND num",
        Map.of(":v", n(1)));
    assertInvalid("attribute value: :w", "x = :w", Map.of(":v", n(1)));
    assertInvalid("attribute name: #n", "#n = :v", Map.of(":v", n(1)));
    assertInvalid("unused in expressions: keys: {:w}", "x = :v", Map.of(":v", n(1), ":w", n(1)));
    assertInvalid("Syntax error", "x = = :v", Map.of(":v", n(1)));
    assertInvalid("Syntax error", "(x = :v", Map.of(":v", n(1)));
    assertInvalid("Syntax error", "x = :v ?", Map.of(":v", n(1)));
    assertInvalid("Invalid function name; function: upper", "upper(x) = :v", Map.of(":v", n(1)));
    assertInvalid("Incorrect operand type", "x < :v", Map.of(":v", AttributeValue.fromBool(true)));
    assertInvalid("can not be empty", " ", Map.of());
  }

  private void assertInvalid(String message, String condition, Map<String, AttributeValue> values) {
    assertRefused("ValidationException", message, () -> holds(condition, values));
  }

  @Test
  void updateItem_set_calculatesAndCopies() {
    put("a", 1, ATTRIBUTES);
    var values = Map.of(":two", n(2), ":more", AttributeValue.fromL(List.of(n(4))));
    var item =
        updated(
            "SET num = num - :two, other2 = num, sum2 = if_not_exists(gone, :two) + num,"
                + " entries = list_append(entries, :more), doc.fresh = word",
            values);
    assertThat(at(item, "num")).isEqualTo(n(3));
    assertThat(at(item, "other2")).isEqualTo(n(5));
    assertThat(at(item, "sum2")).isEqualTo(n(7));
    assertThat(at(item, "entries").l()).containsExactly(n(1), n(2), n(3), n(4));
    assertThat(at(item, "doc").m().get("fresh")).isEqualTo(s("hello"));
  }

  @Test
  void updateItem_onLists_meansIndexesOfTheOldList() {
    put("a", 1, ATTRIBUTES);
    var item =
        updated(
            "REMOVE entries[0], entries[1] SET entries[2] = :v, entries[9] = :v",
            Map.of(":v", n(8)));
    assertThat(at(item, "entries").l()).containsExactly(n(8), n(8));
  }

  @Test
  void updateItem_addAndDelete_onNumbersAndSets() {
    put("a", 1, ATTRIBUTES);
    var item =
        updated(
            "ADD num :n, count2 :n, tags :z DELETE more :z",
            Map.of(":n", n("0.5"), ":z", AttributeValue.fromSs(List.of("z"))));
    assertThat(at(item, "num")).isEqualTo(n("5.5"));
    assertThat(at(item, "count2")).isEqualTo(n("0.5"));
    assertThat(at(item, "tags").ss()).containsExactlyInAnyOrder("x", "y", "z");
    var less =
        updated("DELETE tags :all", Map.of(":all", AttributeValue.fromSs(List.of("x", "y", "z"))));
    assertThat(less).doesNotContainKey("tags");
  }

  @Test
  void updateItem_ofNothing_createsIt() {
    var item = updated("SET x = :v", Map.of(":v", n(1)));
    assertThat(item).isEqualTo(item("a", 1, Map.of("x", n(1))));
    assertThat(updated("REMOVE x", Map.of())).isEqualTo(key("a", 1));
  }

  @Test
  void updateItem_returnValues_showWhatIsAsked() {
    put("a", 1, ATTRIBUTES);
    assertThat(returned("UPDATED_OLD")).isEqualTo(Map.of("num", n(5)));
    assertThat(returned("UPDATED_NEW")).isEqualTo(Map.of("num", n(7)));
    assertThat(returned("ALL_OLD")).hasSize(7).containsEntry("num", n(7));
    assertThat(returned("NONE")).isEmpty();
  }

  private Map<String, AttributeValue> returned(String returnValues) {
    return client()
        .updateItem(r ->
            r.tableName(TABLE)
                .key(key("a", 1))
                .updateExpression("ADD num :one")
                .expressionAttributeValues(Map.of(":one", n(1)))
                .returnValues(returnValues))
        .attributes();
  }

  @Test
  void updateItem_whoseConditionFails_changesNothing() {
    assertThatThrownBy(() ->
            client()
                .updateItem(r ->
                    r.tableName(TABLE)
                        .key(key("a", 1))
                        .updateExpression("SET x = :v")
                        .conditionExpression("x = :v")
                        .expressionAttributeValues(Map.of(":v", n(1)))))
        .isInstanceOf(ConditionalCheckFailedException.class);
    assertThat(get("a", 1)).isEmpty();
  }

  @Test
  void updateItem_thatIsWrong_isRefused() {
    put("a", 1, ATTRIBUTES);
    Map<String, AttributeValue> one = Map.of(":v", n(1));
    assertBadUpdate("part of the key", "SET sk = :v", one);
    assertBadUpdate("overlap", "SET doc = :v, doc.x = :v", one);
    assertBadUpdate("can only be used once", "SET x = :v SET y = :v", one);
    assertBadUpdate("does not exist in the item", "SET x = gone + :v", one);
    assertBadUpdate("incorrect data type", "SET x = word + :v", one);
    assertBadUpdate("invalid for update", "SET gone.x = :v", one);
    assertBadUpdate("Syntax error", "x = :v", one);
  }

  private void assertBadUpdate(String message, String update, Map<String, AttributeValue> values) {
    assertRefused("ValidationException", message, () -> updated(update, values));
  }

  @Test
  void getItem_projected_showsNothingElse() {
    put("a", 1, ATTRIBUTES);
    var shown =
        client()
            .getItem(r ->
                r.tableName(TABLE)
                    .key(key("a", 1))
                    .projectionExpression("doc.list1[0], entries[2], entries[0], gone"))
            .item();
    assertThat(shown)
        .isEqualTo(
            Map.of(
                "doc",
                AttributeValue.fromM(Map.of("list1", AttributeValue.fromL(List.of(s("deep"))))),
                "entries",
                AttributeValue.fromL(List.of(n(1), n(3)))));
  }
}
