// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks.store;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.engine.store.DetectorState;
import io.github.kinesisetl.engine.store.DetectorStore;
import io.github.kinesisetl.engine.store.MarkOwner;
import io.github.kinesisetl.engine.store.SaveResult;
import io.github.kinesisetl.engine.store.StoreException;
import io.github.kinesisetl.sinks.LocalAws;
import io.github.kinesisetl.sinks.internal.RetryPause;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Stores over a table that meets a fault with each request, or none, by chance: 10 scripts, or as
 * many as {@code -Dfaults.seeds=1000} says. What a store said is true, it fails with one kind of
 * exception, and once the fault is over it does what it is asked.
 */
class StoreFaultsTest {

  private static final DynamoDbClient LOCAL = LocalAws.dynamoDb(LocalAws.endpoint());
  private static final RetryPause NO_PAUSE = new RetryPause(millis -> {});
  private static final int MOST_REQUESTS = 60; // of a call here

  private final String table = LocalAws.newTable(LOCAL);
  private Instant now = Instant.ofEpochSecond(1_700_000_000);

  static LongStream seeds() {
    return LongStream.range(0, Integer.getInteger("faults.seeds", 10));
  }

  private DynamoDbIdempotencyStore store(FaultyTable client) {
    return new DynamoDbIdempotencyStore(() -> client, table, Duration.ofHours(1), () -> now)
        .markingEntries(Duration.ofMinutes(1))
        .pausing(NO_PAUSE);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void remember_underFaults_isTrueWhenItReturns(long seed) {
    var random = new Random(seed);
    var client = new FaultyTable(random);
    var store = store(client);
    Set<String> remembered = new HashSet<>();
    Set<String> tried = new HashSet<>();
    for (int call = 0; call < 4; call++) {
      List<String> ids = some("id", random, 130);
      tried.addAll(ids);
      client.asked = 0;
      if (ends(
          () -> {
            store.remember("shard", ids);
            return true;
          })) {
        remembered.addAll(ids);
      }
      client.requireBounded();
      Set<String> seen = or(Set.of(), () -> store.done("shard", tried));
      client.requireBounded();
      assertThat(tried).containsAll(seen);
      assertThat(seen.isEmpty() || seen.containsAll(remembered)).isTrue();
    }
    client.chance = null;
    assertThat(store.done("shard", tried)).containsAll(remembered);
    store.remember("shard", tried);
    assertThat(store.done("shard", tried)).containsExactlyInAnyOrderElementsOf(tried);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void begin_underFaults_givesNoEntryToTwo(long seed) {
    var random = new Random(seed);
    var client = new FaultyTable(random);
    var store = store(client);
    Map<String, String> owners = new HashMap<>();
    Set<String> finished = new HashSet<>();
    for (int call = 0; call < 6; call++) {
      var owner = new MarkOwner("owner" + random.nextInt(3), "shard", Duration.ofMinutes(1));
      List<String> entries = some("entry", random, 150);
      client.asked = 0;
      var begun = or(null, () -> store.begin(owner, entries, () -> true));
      if (begun == null) {
        continue;
      }
      client.requireBounded();
      assertThat(finished).containsAll(begun.done());
      for (String entry : begun.own()) {
        assertThat(owners.getOrDefault(entry, owner.id())).as(entry).isEqualTo(owner.id());
        assertThat(finished).doesNotContain(entry);
        owners.put(entry, owner.id());
      }
      List<String> own = List.copyOf(begun.own());
      if (random.nextBoolean()) {
        finished.addAll(own); // in the table or not: an answer may be lost
        boolean unused =
            ends(() -> {
              store.finish(owner, own);
              return true;
            });
        own.forEach(owners::remove);
        finished.removeIf(entry -> !isDone(entry));
        own.stream()
            .filter(entry -> !finished.contains(entry))
            .forEach(entry -> owners.put(entry, owner.id()));
      }
    }
    client.chance = null;
    now = now.plusSeconds(60); // whatever was marked by a request whose answer was lost
    var last = new MarkOwner("last", "shard", Duration.ofMinutes(1));
    List<String> all = IntStream.range(0, 200).mapToObj(i -> "entry" + i).toList();
    var begun = store.begin(last, all, () -> true);
    assertThat(begun.done()).isEqualTo(finished);
    assertThat(begun.own()).hasSize(all.size() - finished.size());
    store.release(last, all, () -> true);
    assertThat(
            store.begin(new MarkOwner("z", "shard", Duration.ofMinutes(1)), all, () -> true).own())
        .hasSize(all.size() - finished.size());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void save_underFaults_isThereWhenItSaysSo(long seed) {
    var random = new Random(seed);
    var client = new FaultyTable(random);
    DetectorStore store =
        new DynamoDbDetectorStore(() -> client, table, Duration.ofDays(30), () -> now)
            .pausing(NO_PAUSE);
    Map<String, Long> versions = new HashMap<>(); // that the store said last
    for (int call = 0; call < 12; call++) {
      String series = "series" + random.nextInt(4);
      client.asked = 0;
      long version = versions.getOrDefault(series, DetectorStore.NO_VERSION);
      SaveResult result = or(null, () -> store.save(series, new byte[] {1, 2}, version));
      client.requireBounded();
      if (result instanceof SaveResult.Saved saved) {
        versions.put(series, saved.version());
      } else {
        Map<String, DetectorState> loaded = or(Map.of(), () -> store.load(List.of(series)));
        loaded.forEach((name, state) -> {
          assertThat(state.version()).isGreaterThanOrEqualTo(versions.getOrDefault(name, 0L));
          versions.put(name, state.version());
        });
      }
    }
    client.chance = null;
    Map<String, DetectorState> loaded = store.load(versions.keySet());
    versions.forEach((series, version) ->
        assertThat(requireNonNull(loaded.get(series)).version()).isGreaterThanOrEqualTo(version));
    loaded.forEach((series, state) ->
        assertThat(store.save(series, new byte[] {3}, state.version()))
            .isInstanceOf(SaveResult.Saved.class));
  }

  /** Whether a mark says that an entry is done, read past all faults. */
  private boolean isDone(String entry) {
    Map<String, AttributeValue> item =
        LOCAL
            .getItem(r ->
                r.tableName(table)
                    .key(Map.of("id", AttributeValue.fromS("shard\n#entry:" + entry))))
            .item();
    return !item.isEmpty() && !item.containsKey("owner");
  }

  private static List<String> some(String kind, Random random, int most) {
    int from = random.nextInt(50);
    int count = 1 + random.nextInt(random.nextInt(8) == 0 ? most : 12); // seldom many requests
    return IntStream.range(from, from + count).mapToObj(i -> kind + i).toList();
  }

  /** A store fails with its own exception and no other. */
  private static boolean ends(Supplier<Boolean> call) {
    return or(false, call);
  }

  private static <R extends @Nullable Object> R or(R otherwise, Supplier<? extends R> call) {
    try {
      return call.get();
    } catch (StoreException e) {
      assertThat(e.getMessage()).startsWith("DynamoDB ");
      return otherwise;
    }
  }

  /** Meets faults before and after what it does. */
  private static final class FaultyTable implements DynamoDbClient {
    private @Nullable Random chance;
    private int asked;

    FaultyTable(Random random) {
      chance = random;
    }

    void requireBounded() {
      assertThat(asked).as("requests of a call").isLessThanOrEqualTo(MOST_REQUESTS);
    }

    @Override
    public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
      enter();
      var wanted = request.requestItems().entrySet().iterator().next();
      List<Map<String, AttributeValue>> keys = wanted.getValue().keys();
      int left = kept(keys.size());
      if (left == 0) {
        return leave(LOCAL.batchGetItem(request));
      }
      Map<String, KeysAndAttributes> unprocessed =
          Map.of(
              wanted.getKey(), wanted.getValue().toBuilder().keys(keys.subList(0, left)).build());
      if (left == keys.size()) {
        return leave(
            BatchGetItemResponse.builder()
                .responses(Map.of())
                .unprocessedKeys(unprocessed)
                .build());
      }
      var some = wanted.getValue().toBuilder().keys(keys.subList(left, keys.size())).build();
      var answer = LOCAL.batchGetItem(r -> r.requestItems(Map.of(wanted.getKey(), some)));
      return leave(answer.toBuilder().unprocessedKeys(unprocessed).build());
    }

    @Override
    public BatchWriteItemResponse batchWriteItem(BatchWriteItemRequest request) {
      enter();
      var wanted = request.requestItems().entrySet().iterator().next();
      List<WriteRequest> writes = wanted.getValue();
      int left = kept(writes.size());
      if (left < writes.size()) {
        var some = Map.of(wanted.getKey(), writes.subList(left, writes.size()));
        var unused = LOCAL.batchWriteItem(r -> r.requestItems(some));
      }
      Map<String, List<WriteRequest>> unprocessed =
          left == 0 ? Map.of() : Map.of(wanted.getKey(), writes.subList(0, left));
      return leave(BatchWriteItemResponse.builder().unprocessedItems(unprocessed).build());
    }

    @Override
    public PutItemResponse putItem(PutItemRequest request) {
      enter();
      return leave(LOCAL.putItem(request));
    }

    @Override
    public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
      enter();
      Random faults = chance;
      if (faults != null && faults.nextInt(3) == 0) {
        List<CancellationReason> reasons = new ArrayList<>();
        for (int i = 0; i < request.transactItems().size(); i++) {
          String code =
              List.of("None", "TransactionConflict", "ThrottlingError").get(faults.nextInt(3));
          reasons.add(CancellationReason.builder().code(code).build());
        }
        throw TransactionCanceledException.builder().cancellationReasons(reasons).build();
      }
      return leave(LOCAL.transactWriteItems(request));
    }

    private int kept(int size) {
      Random faults = chance;
      return faults == null || faults.nextInt(3) > 0 ? 0 : faults.nextInt(size + 1);
    }

    private <R> R leave(R answer) {
      Random faults = chance;
      if (faults != null && faults.nextInt(8) == 0) {
        throw ApiCallTimeoutException.create(1);
      }
      return answer;
    }

    private void enter() {
      asked++;
      Random faults = chance;
      switch (faults == null ? -1 : faults.nextInt(16)) {
        case 0 -> throw answer("ProvisionedThroughputExceededException", 400);
        case 1 -> throw answer("InternalServerError", 500);
        case 2 -> throw SdkClientException.create("reset", new IOException("Connection reset"));
        case 3 -> throw SdkClientException.create("Unable to unmarshall response: unexpected '<'");
        case 4 -> throw new IllegalStateException("Connection pool shut down");
        case 5 -> throw answer("ValidationException", 400);
        default -> {}
      }
    }

    private static RuntimeException answer(String code, int status) {
      return DynamoDbException.builder()
          .statusCode(status)
          .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
          .build();
    }

    @Override
    public String serviceName() {
      return LOCAL.serviceName();
    }

    @Override
    public void close() {}
  }
}
