// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks.store;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.kinesisetl.engine.store.StoreException;
import io.github.kinesisetl.sinks.internal.RetryPause;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/** What etl-local never does: leave keys. Items here are their own keys. */
class KeyedReadsTest {

  private static final List<Map<String, AttributeValue>> KEYS =
      IntStream.range(0, 250).mapToObj(i -> Map.of("id", AttributeValue.fromS("k" + i))).toList();

  private final List<Integer> asked = new ArrayList<>();
  private final List<Long> pauses = new ArrayList<>();
  private final List<Map<String, AttributeValue>> read = new ArrayList<>();

  @Test
  void read_aServiceThatLeavesMostKeys_asksUntilAllAreRead() {
    reads(7).read(KEYS, read::add);
    assertThat(read).containsExactlyInAnyOrderElementsOf(KEYS);
    assertThat(asked).startsWith(100, 93, 86).hasSize(15 + 15 + 8);
    assertThat(pauses).isEmpty();
  }

  @Test
  void read_aServiceThatGivesNothing_isGivenUp() {
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> reads(0).read(KEYS, read::add))
        .withMessage("DynamoDB left keys unprocessed");
    assertThat(asked).containsExactly(100, 100, 100, 100, 100);
    assertThat(pauses).hasSize(4);
  }

  private KeyedReads reads(int most) {
    return new KeyedReads("t", request -> answer(request, most), new RetryPause(pauses::add));
  }

  private BatchGetItemResponse answer(BatchGetItemRequest request, int most) {
    KeysAndAttributes wanted = requireNonNull(request.requestItems().get("t"));
    List<Map<String, AttributeValue>> keys = wanted.keys();
    asked.add(keys.size());
    int given = Math.min(most, keys.size());
    var answer = BatchGetItemResponse.builder().responses(Map.of("t", keys.subList(0, given)));
    if (given < keys.size()) {
      var left = wanted.toBuilder().keys(keys.subList(given, keys.size())).build();
      answer.unprocessedKeys(Map.of("t", left));
    }
    return answer.build();
  }
}
