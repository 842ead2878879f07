// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.codec.Codec;
import io.github.kinesisetl.core.codec.JsonCodec;
import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.pipeline.DeadLetterCodec;
import io.github.kinesisetl.core.pipeline.Sink;
import io.github.kinesisetl.core.pipeline.WriteResult;
import io.github.kinesisetl.core.record.DecodeException;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.RecordBuffer;
import io.github.kinesisetl.producer.aws.ServiceFailure;
import io.github.kinesisetl.producer.spi.FailureKind;
import io.github.kinesisetl.sinks.internal.Lazy;
import io.github.kinesisetl.sinks.internal.Lines;
import io.github.kinesisetl.sinks.internal.Lines.UnwritableItemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Sends dead letters to a queue. One that is too large for a message goes to S3, and the message
 * says where (a claim check), so a letter of any size is taken. Safe for use by many threads.
 */
public final class SqsDeadLetters implements Sink<DeadLetter> {

  /** The field of a message that names the object of a letter: {@code s3://bucket/key}. */
  public static final String CLAIM = "claim_check";

  private static final DeadLetterCodec CODEC = new DeadLetterCodec();

  /** A key may have characters that a message may not (noncharacters, halves of pairs). */
  private static final Codec<ObjectNode> ASCII = new AsciiJson();

  private final Supplier<S3Client> objects;
  private final S3Sink.Location claims;
  private final SqsSink<ObjectNode> queue;
  private final JsonCodec<ObjectNode> trees = JsonCodec.tree();

  /**
   * A sink.
   *
   * @param queues gives the client of SQS, when there is something to write
   * @param queueUrl the queue
   * @param objects gives the client of S3, when there is a large letter
   * @param claims where large letters go
   * @throws IllegalArgumentException if it is a FIFO queue
   */
  public SqsDeadLetters(
      Supplier<SqsClient> queues,
      String queueUrl,
      Supplier<S3Client> objects,
      S3Sink.Location claims) {
    this.objects = new Lazy<>(objects);
    this.claims = requireNonNull(claims, "claims");
    this.queue = new SqsSink<>(queues, queueUrl, ASCII);
  }

  @Override
  public WriteResult write(List<DeadLetter> letters) {
    var outcomes = WriteResult.builder(letters.size());
    List<ObjectNode> messages = new ArrayList<>();
    List<Integer> indexes = new ArrayList<>(); // of the letter of each message
    Optional<String> bucketIsDown = Optional.empty(); // then it is not asked again
    for (int i = 0; i < letters.size(); i++) {
      try {
        byte[] line = Lines.bytes(CODEC, letters.get(i));
        boolean isLarge = line.length > SqsSink.MAX_BYTES;
        if (isLarge && bucketIsDown.isPresent()) {
          outcomes.failed(i, bucketIsDown.get());
          continue;
        }
        messages.add(isLarge ? claim(letters.get(i), line) : tree(line));
        indexes.add(i);
      } catch (UnwritableItemException e) {
        outcomes.refused(i, e.reason());
      } catch (ClaimException e) {
        ItemErrors.tell(outcomes, i, e.failure, "S3");
        if (e.failure.kind() != FailureKind.ITEM_REFUSED) {
          bucketIsDown = Optional.of(e.failure.describe("S3"));
        }
      }
    }
    WriteResult sent = queue.write(messages);
    for (int i = 0; i < sent.size(); i++) {
      outcomes.set(indexes.get(i), sent.of(i));
    }
    return outcomes.build();
  }

  private ObjectNode claim(DeadLetter letter, byte[] line) throws ClaimException {
    String key = claims.prefix() + Lines.sha256(line) + ".json";
    try {
      objects
          .get()
          .putObject(
              request -> request.bucket(claims.bucket()).key(key).contentType("application/json"),
              RequestBody.fromBytes(line));
    } catch (SdkException e) {
      throw new ClaimException(ServiceFailure.of(e), e);
    } catch (RuntimeException e) { // a client that cannot be made, or breaks
      throw new ClaimException(ServiceFailure.notReached(e), e);
    }
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.put("stage", letter.stage());
    message.put("reason", letter.reason());
    message.put(CLAIM, "s3://" + claims.bucket() + "/" + key);
    return message;
  }

  private ObjectNode tree(byte[] line) {
    try {
      return trees.decode(EventRecord.of("line", line));
    } catch (DecodeException e) {
      throw new IllegalStateException("a dead letter of our own is JSON", e);
    }
  }

  /** A large letter could not be put into the bucket. */
  private static final class ClaimException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient ServiceFailure failure;

    ClaimException(ServiceFailure failure, RuntimeException cause) {
      super(failure.errorCode(), cause);
      this.failure = failure;
    }
  }

  /** JSON of ASCII alone, the rest escaped. Stateless. */
  private static final class AsciiJson implements Codec<ObjectNode> {
    private static final ObjectWriter WRITER =
        JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build().writer();

    @Override
    public void encode(ObjectNode message, RecordBuffer out) {
      try {
        out.write(WRITER.writeValueAsBytes(message));
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException("a message of our own is JSON", e);
      }
    }

    @Override
    public ObjectNode decode(EventRecord record) {
      throw new UnsupportedOperationException("messages are only written here");
    }
  }
}
