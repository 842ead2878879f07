// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.kinesisetl.engine.store.DetectorStore;
import io.github.kinesisetl.engine.store.SaveResult.Saved;
import io.github.kinesisetl.engine.store.SaveResult.Superseded;
import io.github.kinesisetl.engine.store.StoreException;
import io.github.kinesisetl.sinks.store.DynamoDbDetectorStore;
import io.github.kinesisetl.testing.DetectorStoreContract;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoDbDetectorStoreTest extends DetectorStoreContract {

  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
  private static final DynamoDbClient CLIENT = LocalAws.dynamoDb(LocalAws.endpoint());
  private static final String TABLE = LocalAws.newTable(CLIENT);

  private Instant now = NOW;
  private final DetectorStore store =
      new DynamoDbDetectorStore(() -> CLIENT, TABLE, Duration.ofDays(30), () -> now);

  @AfterAll
  static void close() {
    CLIENT.close();
  }

  @Override
  protected DetectorStore store() {
    return store;
  }

  @Test
  void save_aState_isOneItemThatExpires() {
    assertThat(store.save("item", new byte[] {7}, 0)).isEqualTo(new Saved(1_700_000_000_000L));
    assertThat(item("item"))
        .isEqualTo(
            Map.of(
                "id", AttributeValue.fromS("item"),
                "state", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {7})),
                "version", AttributeValue.fromN("1700000000000"),
                "expires_at", AttributeValue.fromN("1702592000")));
  }

  @Test
  void save_anItemThatWasDeletedAndMadeAnew_isNotTakenForTheOldOne() {
    assertThat(store.save("reborn", new byte[1], 0)).isInstanceOf(Saved.class);
    CLIENT.deleteItem(r -> r.tableName(TABLE).key(key("reborn")));
    now = NOW.plusSeconds(1);
    assertThat(store.save("reborn", new byte[2], 0)).isInstanceOf(Saved.class);
    assertThat(store.save("reborn", new byte[3], NOW.toEpochMilli())).isEqualTo(new Superseded());
  }

  @Test
  void save_whenTheClockWentBack_stillGrows() {
    assertThat(store.save("back", new byte[1], 0)).isInstanceOf(Saved.class);
    now = NOW.minusSeconds(60);
    assertThat(store.save("back", new byte[2], NOW.toEpochMilli()))
        .isEqualTo(new Saved(NOW.toEpochMilli() + 1));
  }

  @Test
  void load_anItemOfSomebodyElse_isAnEmptyStateOrNone() {
    CLIENT.putItem(r -> r.tableName(TABLE).item(key("strange")));
    assertThat(store.load(List.of("strange"))).isEmpty();
    assertThat(store.save("strange", new byte[1], 0)).isInstanceOf(Saved.class);
    CLIENT.putItem(r ->
        r.tableName(TABLE)
            .item(
                Map.of(
                    "id", AttributeValue.fromS("stateless"),
                    "version", AttributeValue.fromN("5"))));
    assertThat(store.load(List.of("stateless")))
        .hasEntrySatisfying(
            "stateless",
            state -> {
              assertThat(state.bytes()).isEmpty();
              assertThat(state.version()).isEqualTo(5);
            });
  }

  @Test
  void anything_withoutTheTable_saysSoWithoutNames() {
    var nowhere = new DynamoDbDetectorStore(() -> CLIENT, "none", Duration.ofDays(1), () -> now);
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> nowhere.load(List.of("s")))
        .withMessage("DynamoDB answered ResourceNotFoundException");
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> nowhere.save("s", new byte[1], 0))
        .withMessage("DynamoDB answered ResourceNotFoundException");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DynamoDbDetectorStore(() -> CLIENT, "t", Duration.ZERO, () -> now));
  }

  private static Map<String, AttributeValue> item(String series) {
    return CLIENT.getItem(r -> r.tableName(TABLE).key(key(series))).item();
  }

  private static Map<String, AttributeValue> key(String series) {
    return Map.of("id", AttributeValue.fromS(series));
  }
}
