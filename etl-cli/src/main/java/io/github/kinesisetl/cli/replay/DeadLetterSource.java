// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.cli.replay;

import io.github.kinesisetl.sinks.S3Sink;
import java.time.Instant;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Where dead letters lie. They are taken page by page, each letter once a source, and deleted only
 * when they are confirmed. Letters that were written after the source's end of time are not seen,
 * so a replay whose letters fail again at once still ends. Not safe for use by many threads; serves
 * one run.
 */
public sealed interface DeadLetterSource extends AutoCloseable
    permits QueueLetters, BucketLetters, StreamLetters {

  /**
   * The letters of a queue that {@code SqsDeadLetters} writes, in the order in which SQS gives
   * them. A message is hidden for 15 minutes when it is taken; closing shows again what was not
   * confirmed. At most 120,000 messages are held, the most that SQS lets be in flight.
   *
   * @param queues the client of SQS; stays open
   * @param queueUrl the queue
   * @param objects the client of S3, for letters that were too large for a message; stays open
   * @param claims where those lie; a message that names another place is not a letter. Their
   *     objects are never deleted, since two messages may name the same one
   * @param until letters sent later are left alone
   * @return the source
   */
  static DeadLetterSource ofQueue(
      SqsClient queues, String queueUrl, S3Client objects, S3Sink.Location claims, Instant until) {
    return new QueueLetters(queues, queueUrl, new ClaimedLetters(objects, claims), until);
  }

  /**
   * The letters in objects of lines, plain or compressed by gzip or zstd, as {@code S3Sink} writes
   * them: oldest object first (by S3's seconds, then by key). An object is deleted when all its
   * letters are confirmed and all its lines were letters; else it stays as it is.
   *
   * @param objects the client of S3; stays open
   * @param location the bucket and the prefix of the objects' keys
   * @param until objects written later are left alone
   * @return the source
   */
  static DeadLetterSource ofBucket(S3Client objects, S3Sink.Location location, Instant until) {
    return new BucketLetters(objects, location, until);
  }

  /**
   * The letters on a stream that {@code KinesisSink} writes, shard by shard in order, a shard after
   * the shards that it came from. Confirming deletes nothing, since a stream does not forget: who
   * comes again names a later {@code since}.
   *
   * @param streams the client of Kinesis; stays open. Reading is throttled at 5 calls and 2 MiB a
   *     second and shard, so it should retry often
   * @param streamName the stream of letters
   * @param since the earliest arrival; null for all that the stream still has
   * @param until the latest arrival; the source ends there, or where the stream ends before
   * @return the source
   * @throws IllegalArgumentException if {@code since} is after {@code until}
   */
  static DeadLetterSource ofStream(
      KinesisClient streams, String streamName, @Nullable Instant since, Instant until) {
    return new StreamLetters(streams, streamName, since, until);
  }

  /**
   * Takes the next letters.
   *
   * @param maxLetters most letters to take, at least 1
   * @return the page: up to 8 MiB as lines, and what the last request to a queue, line or entry
   *     adds
   * @throws SdkException if the service fails
   */
  LetterPage take(int maxLetters);

  /**
   * Says which letters of the last page are stored elsewhere, so that they may be deleted.
   *
   * @param stored their indexes in the page
   * @return what could not be done
   * @throws SdkException if the service fails; what was confirmed may then come again in another
   *     run
   */
  Confirmation confirm(BitSet stored);

  /** Gives back what was taken and not confirmed. Clients stay open. */
  @Override
  void close();
}
