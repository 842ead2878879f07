// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.pipeline.DeadLetterCodec;
import io.github.kinesisetl.testing.SinkContract.Service;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Dead letters go wherever they may go by the contract of each sink. */
class DeadLetterSinksTest {

  @Nested
  class ToSqs extends LetterContract {
    @Override
    protected Service<DeadLetter> open() {
      return toSqs(LocalAws.endpoint(), LocalAws.endpoint());
    }
  }

  @Nested
  class ToS3 extends LetterContract {
    @Override
    protected Service<DeadLetter> open() {
      return S3SinkTest.over(LocalAws.endpoint(), new DeadLetterCodec(), letter -> "");
    }
  }

  @Nested
  class ToKinesis extends LetterContract {
    @Override
    protected Service<DeadLetter> open() {
      return KinesisSinkTest.over(new DeadLetterCodec(), letter -> letter.record().partitionKey());
    }

    @Override
    protected int faultSeeds() {
      return KinesisSinkTest.faultSeedsOfAProducer();
    }

    @Override
    protected int requestsWhileDown() {
      return KinesisSinkTest.REQUESTS_WHILE_DOWN;
    }
  }

  /** A claim check counts only if the object is there. */
  static Service<DeadLetter> toSqs(URI queues, URI objects) {
    SqsClient sqs = LocalAws.sqs(queues);
    S3Client s3 = LocalAws.s3(objects);
    String url = LocalAws.newQueue(sqs);
    String bucket = LocalAws.newBucket(s3);
    var script = new Script("InvalidMessageContents");
    var sink =
        new SqsDeadLetters(
            () -> new ScriptedSqs(sqs, script),
            url,
            () -> new ScriptedBuckets(s3, script), // of claims
            new S3Sink.Location(bucket, "large/"));
    List<String> seen = new ArrayList<>();
    return new ScriptedService<>(
        sink,
        script,
        () -> {
          for (String message : LocalAws.receiveAll(sqs, url)) {
            seen.add(redeemed(message, s3));
          }
          return seen.stream().map(Script::number).toList();
        },
        true);
  }

  private static String redeemed(String message, S3Client client) {
    var claim = Pattern.compile("\"s3://([^/\"]+)/([^\"]+)\"").matcher(message);
    return claim.find()
        ? new String(
            client
                .getObjectAsBytes(r -> r.bucket(claim.group(1)).key(claim.group(2)))
                .asByteArray(),
            UTF_8)
        : message;
  }
}
