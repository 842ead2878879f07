// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.codec.Codec;
import io.github.kinesisetl.core.compress.Compressor;
import io.github.kinesisetl.core.pipeline.ItemOutcome;
import io.github.kinesisetl.core.pipeline.WriteResult;
import io.github.kinesisetl.core.record.DecodeException;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.RecordBuffer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

class S3SinkTest extends EventContract {

  private final S3Client client = LocalAws.s3(LocalAws.endpoint());
  private final String bucket = LocalAws.newBucket(client);

  @Override
  protected Service<ObjectNode> open() {
    return over(LocalAws.endpoint());
  }

  static Service<ObjectNode> over(URI endpoint) {
    return over(endpoint, CODEC, event -> "date=" + event.path("date").asText());
  }

  static <T> Service<T> over(URI endpoint, Codec<T> codec, Function<T, String> partition) {
    S3Client client = LocalAws.s3(endpoint);
    String bucket = LocalAws.newBucket(client);
    var script = new Script("InvalidRequest");
    var sink =
        new S3Sink<>(
            () -> new ScriptedBuckets(client, script),
            new S3Sink.Location(bucket, "events/"),
            codec,
            partition,
            Compressor.gzip());
    return new ScriptedService<>(
        sink, script, () -> Script.numbers(LocalAws.linesOf(client, bucket)), false);
  }

  /** An event whose folder does not fit into a key. */
  @Override
  protected Optional<ObjectNode> poisoned(int number) {
    return Optional.of(event(number).put("date", "x".repeat(1_000)));
  }

  @Test
  void write_sameItemsTwice_stayOneObjectAPartition() {
    try (var sink = sink(Compressor.gzip(), "events/")) {
      List<ObjectNode> items = List.of(event(0), event(1), event(3));
      assertThat(sink.write(items)).isEqualTo(WriteResult.stored(3));
      assertThat(sink.write(items)).isEqualTo(WriteResult.stored(3));
    }
    List<S3Object> objects = client.listObjectsV2(r -> r.bucket(bucket)).contents();
    assertThat(objects).hasSize(2);
    assertThat(objects.get(0).key()).matches("events/date=0/[0-9a-f]{64}\\.jsonl\\.gz");
    assertThat(LocalAws.linesOf(client, bucket).lines())
        .extracting(Script::number)
        .containsExactly(0, 3, 1);
  }

  @Test
  void write_anItemThatBreaksOff_leavesNoHalfLine() {
    try (var sink = sink(Compressor.gzip(), "")) {
      WriteResult result =
          sink.write(List.of(event(0), event(3).put("unwritable", true), event(6)));
      assertThat(result.storedItems()).isEqualTo(2);
    }
    assertThat(LocalAws.linesOf(client, bucket)).doesNotContain("half").hasLineCount(2);
  }

  @Test
  void write_anItemOfTwoLines_isRefusedAlone() {
    Codec<ObjectNode> pretty =
        new Codec<>() {
          @Override
          public void encode(ObjectNode item, RecordBuffer out) {
            String text =
                Script.number(item.toString()) == 1 ? item.toPrettyString() : item.toString();
            out.write(text.getBytes(StandardCharsets.UTF_8));
          }

          @Override
          public ObjectNode decode(EventRecord record) throws DecodeException {
            return CODEC.decode(record);
          }
        };
    var location = new S3Sink.Location(bucket, "");
    try (var sink = new S3Sink<>(() -> client, location, pretty, event -> "", Compressor.gzip())) {
      WriteResult result = sink.write(List.of(event(0), event(1), event(2)));
      assertThat(result.of(1))
          .isEqualTo(new ItemOutcome.Refused("its codec wrote more than one line"));
      assertThat(result.storedItems()).isEqualTo(2);
    }
    assertThat(LocalAws.linesOf(client, bucket)).hasLineCount(2);
  }

  @Test
  void location_ofAnAddress_endsInASlash() {
    assertThat(S3Sink.Location.of("s3://b/p/q")).isEqualTo(new S3Sink.Location("b", "p/q/"));
    assertThat(S3Sink.Location.of("s3://b_1/p/")).isEqualTo(new S3Sink.Location("b_1", "p/"));
    assertThat(S3Sink.Location.of("s3://b")).isEqualTo(new S3Sink.Location("b", ""));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> S3Sink.Location.of("s3:///p"))
        .withMessage("address must be s3://<bucket>/<prefix>, but is s3:///p");
    assertThatIllegalArgumentException().isThrownBy(() -> new S3Sink.Location("b", "p"));
  }

  private S3Sink<ObjectNode> sink(Compressor compressor, String prefix) {
    return new S3Sink<>(
        () -> client,
        new S3Sink.Location(bucket, prefix),
        CODEC,
        event -> "date=" + event.path("date").asText(),
        compressor);
  }
}
