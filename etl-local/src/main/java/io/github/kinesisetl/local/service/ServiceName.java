// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.service;

/** The services around Kinesis. */
public enum ServiceName {
  /** Amazon CloudWatch: records metrics. */
  CLOUDWATCH,
  /** Amazon DynamoDB: a subset. */
  DYNAMODB,
  /** Amazon Data Firehose: records what is put. */
  FIREHOSE,
  /** Amazon S3: objects. */
  S3,
  /** Amazon SNS: topics. */
  SNS,
  /** Amazon SQS: queues. */
  SQS
}
