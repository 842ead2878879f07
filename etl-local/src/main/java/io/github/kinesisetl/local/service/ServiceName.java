// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.service;

/**
 * The services around Kinesis, in the order in which they are asked whether a request is theirs: S3
 * takes whatever no other does.
 */
public enum ServiceName {
  /** Amazon CloudWatch: records metrics. */
  CLOUDWATCH("monitoring"),
  /** Amazon DynamoDB: a subset. */
  DYNAMODB("dynamodb"),
  /** Amazon Data Firehose: records what is put. */
  FIREHOSE("firehose"),
  /** Amazon SNS: topics. */
  SNS("sns"),
  /** Amazon SQS: queues. */
  SQS("sqs"),
  /** Amazon S3: objects. */
  S3("s3");

  private final String signingName;

  ServiceName(String signingName) {
    this.signingName = signingName;
  }

  /**
   * Returns the name that clients sign requests for.
   *
   * @return such as {@code monitoring} for CloudWatch
   */
  public String signingName() {
    return signingName;
  }
}
