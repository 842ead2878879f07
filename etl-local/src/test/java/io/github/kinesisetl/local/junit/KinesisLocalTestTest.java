// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kinesisetl.local.KinesisLocal;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

@KinesisLocalTest(streams = {"orders:2", "clicks"})
class KinesisLocalTestTest {

  private static final Set<URI> SEEN = new HashSet<>();

  private final KinesisLocal ofConstructor;

  KinesisLocalTestTest(KinesisLocal kinesis) {
    ofConstructor = kinesis;
  }

  @BeforeEach
  void sameServerInEveryRoleOfATest(KinesisLocal kinesis) {
    assertThat(kinesis).isSameAs(ofConstructor);
  }

  @RepeatedTest(2)
  void eachTest_hasAServerOfItsOwn(KinesisLocal kinesis, KinesisClient client) {
    assertThat(SEEN.add(kinesis.endpoint())).isTrue();
    client.deleteStream(r -> r.streamName("orders")); // the next test has it again
  }

  @Test
  void streams_areThere(KinesisClient client, KinesisAsyncClient async) {
    assertThat(client.listStreams().streamNames()).containsExactly("clicks", "orders");
    var orders = async.describeStreamSummary(r -> r.streamName("orders")).join();
    assertThat(orders.streamDescriptionSummary().openShardCount()).isEqualTo(2);
  }

  @Test
  @KinesisLocalTest(enforceLimits = true)
  void method_withItsOwnAnnotation_hasOnlyWhatThatSays(KinesisClient client) {
    assertThat(client.listStreams().streamNames()).isEmpty();
  }

  @Test
  void streams_malformed_sayWhatIsAllowed() {
    for (String wrong : new String[] {"orders:many", "orders:", ":2", "a b"}) {
      assertThatThrownBy(() -> Rig.start(new String[] {wrong}, false))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Nested
  class Shared {

    private static KinesisLocal shared;

    @BeforeAll
    static void ask(KinesisLocal kinesis) {
      shared = kinesis;
    }

    @RepeatedTest(2)
    void beforeAll_asked_sharesIt(KinesisLocal kinesis) {
      assertThat(kinesis).isSameAs(shared);
    }
  }
}
