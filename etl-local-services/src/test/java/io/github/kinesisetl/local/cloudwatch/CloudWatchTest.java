// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kinesisetl.local.KinesisLocal;
import io.github.kinesisetl.local.LocalClock;
import io.github.kinesisetl.local.service.ServiceName;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.InvalidParameterCombinationException;
import software.amazon.awssdk.services.cloudwatch.model.InvalidParameterValueException;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

class CloudWatchTest {

  private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");

  private final KinesisLocal server =
      KinesisLocal.builder().clock(LocalClock.stoppedAt(NOW)).maxStoredBytes(1 << 20).start();
  private final CloudWatchClient client =
      CloudWatchClient.builder()
          .endpointOverride(server.endpoint())
          .region(Region.of(server.region()))
          .credentialsProvider(
              StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "thing")))
          .overrideConfiguration(c -> c.retryStrategy(DefaultRetryStrategy.doNotRetry()))
          .build();

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void putMetricData_recordsAllThatWasSaid() {
    put(d ->
        d.value(1.5)
            .unit(StandardUnit.MILLISECONDS)
            .timestamp(NOW.minusMillis(1500))
            .storageResolution(1)
            .dimensions(Dimension.builder().name("stream").value("orders").build()));
    assertThat(server.service(CloudWatchService.class).metrics("app", "m"))
        .containsExactly(
            new RecordedMetric(
                new MetricIdentity("app", "m", Map.of("stream", "orders")),
                "Milliseconds",
                NOW.minusMillis(1500),
                1,
                new Observation.Value(1.5)));
    server.service(CloudWatchService.class).clear();
    assertThat(server.service(CloudWatchService.class).metrics()).isEmpty();
  }

  @Test
  void putMetricData_recordsStatisticsAndDistributions() {
    put(d -> d.statisticValues(s -> s.sampleCount(2.0).sum(3.0).minimum(1.0).maximum(2.0)));
    put(d -> d.values(1.0, 2.0).counts(3.0, 4.0));
    put(d -> d.values(1.0));
    assertThat(server.service(CloudWatchService.class).metrics())
        .extracting(RecordedMetric::observation)
        .containsExactly(
            new Observation.Statistics(2, 3, 1, 2),
            new Observation.Distribution(List.of(1.0, 2.0), List.of(3.0, 4.0)),
            new Observation.Distribution(List.of(1.0), List.of(1.0)));
    assertThat(server.service(CloudWatchService.class).metrics())
        .extracting("unit")
        .containsOnly("None");
    assertThat(server.service(CloudWatchService.class).metrics())
        .extracting("timestamp")
        .containsOnly(NOW);
  }

  @Test
  void putMetricData_ofAThousand_arrivesGzippedAndWhole() {
    var data =
        IntStream.range(0, 1000)
            .mapToObj(i -> MetricDatum.builder().metricName("m").value((double) i).build())
            .toList();
    client.putMetricData(r -> r.namespace("app").metricData(data));
    assertThat(server.service(CloudWatchService.class).metrics("app", "m")).hasSize(1000);
    List<MetricDatum> more = Collections.nCopies(1001, data.get(0));
    assertThatThrownBy(() -> client.putMetricData(r -> r.namespace("app").metricData(more)))
        .isInstanceOf(InvalidParameterValueException.class);
  }

  @Test
  void putMetricData_thatIsInvalid_isRefusedWhole() {
    List<Double> tooMany = Collections.nCopies(151, 1.0);
    var dimensions =
        IntStream.range(0, 31)
            .mapToObj(i -> Dimension.builder().name("d" + i).value("v").build())
            .toList();
    assertInvalid(d -> d.value(Double.NaN));
    assertInvalid(d -> d.value(Double.POSITIVE_INFINITY));
    assertInvalid(d -> d.values(tooMany));
    assertInvalid(d -> d.values(1.0).counts(1.0, 2.0));
    assertInvalid(d -> d.value(1.0).dimensions(dimensions));
    assertInvalid(d -> d.value(1.0).metricName(""));
    assertInvalid(d -> d.value(1.0).metricName("x".repeat(256)));
    assertInvalid(d -> d.value(1.0).unit("Parsecs"));
    assertInvalid(d -> d.value(1.0).storageResolution(30));
    assertInvalid(d -> d.value(1.0).timestamp(NOW.minus(Duration.ofDays(15))));
    assertInvalid(d -> d.value(1.0).timestamp(NOW.plus(Duration.ofHours(3))));
    assertThatThrownBy(() -> put(d -> d.value(1.0).values(1.0)))
        .isInstanceOf(InvalidParameterCombinationException.class);
    assertThatThrownBy(() -> put("AWS/Kinesis", d -> d.value(1.0)))
        .isInstanceOf(InvalidParameterValueException.class);
    assertThatThrownBy(() -> put(":app", d -> d.value(1.0)))
        .isInstanceOf(InvalidParameterValueException.class);
    assertThat(server.service(CloudWatchService.class).metrics()).isEmpty();
  }

  @Test
  void otherOperations_areRefusedByName() {
    assertThatThrownBy(() -> client.listMetrics())
        .isInstanceOf(CloudWatchException.class)
        .hasMessageContaining("PutMetricData");
  }

  @Test
  void faults_areCloudWatchsOwn() {
    server.faults(ServiceName.CLOUDWATCH).failRequests(1);
    assertThatThrownBy(() -> put(d -> d.value(1.0)))
        .isInstanceOfSatisfying(
            CloudWatchException.class, e -> assertThat(e.statusCode()).isEqualTo(500));
    put(d -> d.value(1.0));
  }

  @Test
  void recorder_thatIsFull_dropsTheOldest() {
    List<Double> values = Collections.nCopies(150, 1.0);
    for (int i = 0; i < 100; i++) {
      String name = "m" + i;
      put(d -> d.values(values).metricName(name));
    }
    assertThat(server.service(CloudWatchService.class).metrics()).hasSizeBetween(50, 80);
    assertThat(server.service(CloudWatchService.class).metrics())
        .last()
        .extracting(RecordedMetric::name)
        .isEqualTo("m99");
  }

  private void assertInvalid(Consumer<MetricDatum.Builder> datum) {
    assertThatThrownBy(() -> put(datum)).isInstanceOf(InvalidParameterValueException.class);
  }

  private void put(Consumer<MetricDatum.Builder> datum) {
    put("app", datum);
  }

  private void put(String namespace, Consumer<MetricDatum.Builder> datum) {
    var builder = MetricDatum.builder().metricName("m");
    datum.accept(builder);
    client.putMetricData(r -> r.namespace(namespace).metricData(builder.build()));
  }
}
