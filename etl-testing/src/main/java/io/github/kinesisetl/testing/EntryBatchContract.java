// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.engine.entry.EntryBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What each batch of entries keeps to, whoever delivered it. */
public abstract class EntryBatchContract {

  /** For a batch's own test. */
  protected EntryBatchContract() {}

  /**
   * A batch of given entries.
   *
   * @param entries the entries, in their order
   * @return the batch
   * @throws Exception if it cannot be made
   */
  protected abstract EntryBatch batch(List<Given> entries) throws Exception;

  private static Given given(String sequenceNumber, String key, int bytes) {
    byte[] data = new byte[bytes];
    Arrays.fill(data, (byte) (bytes % 7));
    return new Given("shardId-000000000006", sequenceNumber, 1_700_000_000_123L, key, data);
  }

  @Test
  final void entries_ofAnySize_areAsTheyWereGiven() throws Exception {
    List<Given> entries = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      entries.add(given("49540" + (1_000 + i), i % 3 == 0 ? "kéy \"" + i : "key", i * i * 37));
    }
    EntryBatch batch = batch(entries);
    assertThat(batch.size()).isEqualTo(40);
    for (int i = 39; i >= 0; i--) { // in any order
      Given entry = entries.get(i);
      int from = batch.offset(i);
      assertThat(Arrays.copyOfRange(batch.array(i), from, from + batch.sizeBytes(i)))
          .isEqualTo(entry.data());
      assertThat(batch.partitionKey(i)).isEqualTo(entry.partitionKey());
      assertThat(batch.sequenceNumber(i)).isEqualTo(entry.sequenceNumber());
      assertThat(batch.shardId(i)).isEqualTo(entry.shardId());
      assertThat(batch.arrivalMillis(i)).isEqualTo(entry.arrivalMillis());
      assertThat(batch.defect(i)).isNull();
      assertThat(batch.siblingsBefore(i)).isZero();
    }
  }

  @Test
  final void entries_ofOneSequenceNumber_areSiblings() throws Exception {
    EntryBatch batch =
        batch(
            List.of(
                given("1", "a", 1), given("2", "b", 1), given("2", "c", 1), given("2", "d", 1)));
    assertThat(batch.siblingsBefore(0)).isZero();
    assertThat(batch.siblingsBefore(1)).isZero();
    assertThat(batch.siblingsBefore(2)).isEqualTo(1);
    assertThat(batch.siblingsBefore(3)).isEqualTo(2);
  }

  @Test
  final void batch_ofNoEntries_isEmpty() throws Exception {
    assertThat(batch(List.of()).size()).isZero();
  }

  /**
   * An entry.
   *
   * @param shardId its shard
   * @param sequenceNumber its place there
   * @param arrivalMillis when it arrived, in milliseconds since 1970
   * @param partitionKey its key
   * @param data its bytes
   */
  @SuppressWarnings("ArrayRecordComponent") // is never compared
  public record Given(
      String shardId,
      String sequenceNumber,
      long arrivalMillis,
      String partitionKey,
      byte[] data) {}
}
