// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.service;

/**
 * The services around Kinesis, in the order in which they are asked whether a request is theirs: S3
 * takes whatever no other does.
 */
public enum ServiceName {
  /** Amazon CloudWatch: records metrics. */
  CLOUDWATCH,
  /** Amazon DynamoDB: a subset. */
  DYNAMODB,
  /** Amazon Data Firehose: records what is put. */
  FIREHOSE,
  /** Amazon SNS: topics. */
  SNS,
  /** Amazon SQS: queues. */
  SQS,
  /** Amazon S3: objects. */
  S3
}
