// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.aws;

import io.github.kinesisetl.producer.spi.FailureKind;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The kinds of the error codes of the services that events are sent to, by what their API
 * references say: Kinesis (<a
 * href="https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html#API_PutRecords_Errors">PutRecords</a>,
 * <a href="https://docs.aws.amazon.com/kinesis/latest/APIReference/CommonErrors.html">common</a>),
 * DynamoDB (<a
 * href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html">errors</a>),
 * SQS (<a
 * href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html">SendMessageBatch</a>),
 * SNS (<a
 * href="https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html">PublishBatch</a>), S3 (<a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html">errors</a>), the
 * Redshift Data API (<a
 * href="https://docs.aws.amazon.com/redshift-data/latest/APIReference/API_ExecuteStatement.html">ExecuteStatement</a>)
 * and KMS (<a
 * href="https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKey.html">GenerateDataKey</a>).
 *
 * <p>Some choices need a reason. An expired token is transient, since whoever provides credentials
 * renews them. {@code InvalidSignatureException} is transient, since a clock that is wrong gets the
 * same answer as a secret that is, and senders follow the service's clock; the other complaints
 * about signatures are not. An invalid state of a key is transient, since it covers keys that are
 * being created or updated. A transaction that lost against another one may win the next time.
 */
final class ErrorCodes {

  static final Set<String> ITEM_REFUSED =
      Set.of(
          // Kinesis, and what most services say of input
          "InvalidArgumentException",
          "InvalidParameterCombination",
          "InvalidParameterException",
          "InvalidParameterValue",
          "InvalidParameterValueException",
          "MissingParameter",
          "RequestEntityTooLarge",
          "RequestEntityTooLargeException",
          "SerializationException",
          "ValidationError",
          "ValidationException",
          // DynamoDB
          "ConditionalCheckFailedException",
          "ItemCollectionSizeLimitExceededException",
          // SQS and SNS
          "AWS.SimpleQueueService.BatchEntryIdsNotDistinct",
          "AWS.SimpleQueueService.BatchRequestTooLong",
          "AWS.SimpleQueueService.EmptyBatchRequest",
          "AWS.SimpleQueueService.InvalidBatchEntryId",
          "AWS.SimpleQueueService.TooManyEntriesInBatchRequest",
          "BatchEntryIdsNotDistinct",
          "BatchRequestTooLong",
          "EmptyBatchRequest",
          "InvalidAttributeValue",
          "InvalidBatchEntryId",
          "InvalidMessageContents",
          "InvalidParameter",
          "MessageTooLong",
          "ParameterValueInvalid",
          "TooManyEntriesInBatchRequest",
          // S3
          "EntityTooLarge",
          "InvalidArgument",
          "InvalidDigest",
          "InvalidObjectState",
          "InvalidRequest",
          "InvalidTag",
          "InvalidURI",
          "KeyTooLongError",
          "MalformedXML",
          "MaxMessageLengthExceeded",
          "MetadataTooLarge",
          "NoSuchKey",
          "PreconditionFailed",
          "RequestHeaderSectionTooLarge",
          // KMS, of a data key that comes with an item
          "IncorrectKeyException",
          "InvalidCiphertextException");

  static final Set<String> ACCOUNT_REFUSED =
      Set.of(
          // all services
          "AccessDenied",
          "AccessDeniedException",
          "IncompleteSignature",
          "IncompleteSignatureException",
          "InvalidAction",
          "InvalidClientTokenId",
          "MissingAuthenticationToken",
          "MissingAuthenticationTokenException",
          "NotAuthorized",
          "OptInRequired",
          "ResourceNotFoundException",
          "SignatureDoesNotMatch",
          "UnknownOperationException",
          "UnrecognizedClientException",
          // keys of Kinesis, SNS and SQS
          "KMSAccessDenied",
          "KMSAccessDeniedException",
          "KMSDisabled",
          "KMSDisabledException",
          "KMSNotFound",
          "KMSNotFoundException",
          "KMSOptInRequired",
          "KmsAccessDenied",
          "KmsDisabled",
          "KmsInvalidKeyUsage",
          "KmsNotFound",
          "KmsOptInRequired",
          // SQS and SNS
          "AWS.SimpleQueueService.NonExistentQueue",
          "AWS.SimpleQueueService.QueueDeletedRecently",
          "AWS.SimpleQueueService.UnsupportedOperation",
          "AuthorizationError",
          "EndpointDisabled",
          "InvalidAddress",
          "InvalidSecurity",
          "NotFound",
          "PlatformApplicationDisabled",
          "QueueDeletedRecently",
          "QueueDoesNotExist",
          "UnsupportedOperation",
          // S3
          "AccountProblem",
          "AllAccessDisabled",
          "AuthorizationHeaderMalformed",
          "IllegalLocationConstraintException",
          "InvalidAccessKeyId",
          "InvalidBucketName",
          "InvalidBucketState",
          "InvalidStorageClass",
          "InvalidToken",
          "KMS.DisabledException",
          "KMS.NotFoundException",
          "MethodNotAllowed",
          "NoSuchBucket",
          "NotSignedUp",
          "PermanentRedirect",
          // KMS
          "DisabledException",
          "InvalidGrantTokenException",
          "InvalidKeyUsageException",
          "NotFoundException");

  static final Set<String> THROTTLED =
      Set.of(
          "ActiveSessionsExceededException",
          "ActiveStatementsExceededException",
          "BandwidthLimitExceeded",
          "KMSThrottling",
          "KMSThrottlingException",
          "KmsThrottled",
          "LimitExceededException",
          "OverLimit",
          "ProvisionedThroughputExceeded",
          "ProvisionedThroughputExceededException",
          "RequestLimitExceeded",
          "RequestThrottled",
          "RequestThrottledException",
          "SlowDown",
          "Throttled",
          "ThrottledException",
          "Throttling",
          "ThrottlingException",
          "TooManyRequestsException");

  static final Set<String> TRANSIENT =
      Set.of(
          // all services
          "ExpiredToken",
          "ExpiredTokenException",
          "InternalError",
          "InternalFailure",
          "InternalServerError",
          "InternalServerException",
          "InvalidSignatureException",
          "RequestExpired",
          "RequestTimeTooSkewed",
          "RequestTimeout",
          "RequestTimeoutException",
          "ServiceUnavailable",
          "ServiceUnavailableException",
          // keys of Kinesis, SNS, SQS and S3, and KMS itself
          "DependencyTimeoutException",
          "KMS.InvalidStateException",
          "KMSInternalException",
          "KMSInvalidState",
          "KMSInvalidStateException",
          "KeyUnavailableException",
          "KmsInvalidState",
          // DynamoDB
          "PriorRequestNotComplete",
          "ReplicatedWriteConflictException",
          "TransactionCanceledException",
          "TransactionConflictException",
          "TransactionInProgressException",
          // S3
          "BadDigest",
          "IncompleteBody",
          "OperationAborted",
          "TemporaryRedirect",
          // the Redshift Data API
          "BatchExecuteStatementException",
          "DatabaseConnectionException",
          "ExecuteStatementException",
          "QueryTimeoutException");

  private static final Map<String, FailureKind> KINDS = kinds();

  private ErrorCodes() {}

  /**
   * The kind of a code. One that is not known is throttled if it says so, and else transient: to
   * repeat what cannot succeed costs time, to refuse what could costs an item.
   */
  static FailureKind kind(String errorCode) {
    FailureKind kind = KINDS.get(errorCode);
    if (kind == null) {
      return saysThrottled(errorCode) ? FailureKind.THROTTLED : FailureKind.TRANSIENT;
    }
    return kind;
  }

  /** Whether the code, or its name, tells its kind. */
  static boolean isKnown(String errorCode) {
    return KINDS.containsKey(errorCode) || saysThrottled(errorCode);
  }

  private static boolean saysThrottled(String errorCode) {
    return errorCode.contains("Throttl") || errorCode.contains("TooManyRequests");
  }

  private static Map<String, FailureKind> kinds() {
    Map<String, FailureKind> kinds = new HashMap<>();
    ITEM_REFUSED.forEach(code -> kinds.put(code, FailureKind.ITEM_REFUSED));
    ACCOUNT_REFUSED.forEach(code -> kinds.put(code, FailureKind.ACCOUNT_REFUSED));
    THROTTLED.forEach(code -> kinds.put(code, FailureKind.THROTTLED));
    TRANSIENT.forEach(code -> kinds.put(code, FailureKind.TRANSIENT));
    return Map.copyOf(kinds);
  }
}
