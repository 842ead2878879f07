// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.producer.spi.FailureKind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkServiceException;

class ServiceFailureTest {

  /** Every code that the services' references name, and what it is about. */
  private static final Map<FailureKind, String> TABLE =
      Map.of(
          FailureKind.ITEM_REFUSED,
          """
          AWS.SimpleQueueService.BatchEntryIdsNotDistinct
          AWS.SimpleQueueService.BatchRequestTooLong
          AWS.SimpleQueueService.EmptyBatchRequest
          AWS.SimpleQueueService.InvalidBatchEntryId
          AWS.SimpleQueueService.TooManyEntriesInBatchRequest BatchEntryIdsNotDistinct
          BatchRequestTooLong ConditionalCheckFailedException EmptyBatchRequest
          EntityTooLarge IncorrectKeyException InvalidArgument InvalidArgumentException
          InvalidAttributeValue InvalidBatchEntryId InvalidCiphertextException
          InvalidDigest InvalidMessageContents InvalidObjectState InvalidParameter
          InvalidParameterCombination InvalidParameterException InvalidParameterValue
          InvalidParameterValueException InvalidRequest InvalidTag InvalidURI
          ItemCollectionSizeLimitExceededException KeyTooLongError MalformedXML
          MaxMessageLengthExceeded MessageTooLong MetadataTooLarge MissingParameter
          NoSuchKey ParameterValueInvalid PreconditionFailed RequestEntityTooLarge
          RequestEntityTooLargeException RequestHeaderSectionTooLarge
          SerializationException TooManyEntriesInBatchRequest ValidationError
          ValidationException
          """,
          FailureKind.ACCOUNT_REFUSED,
          """
          AWS.SimpleQueueService.NonExistentQueue
          AWS.SimpleQueueService.QueueDeletedRecently
          AWS.SimpleQueueService.UnsupportedOperation AccessDenied AccessDeniedException
          AccountProblem AllAccessDisabled AuthorizationError AuthorizationHeaderMalformed
          DisabledException EndpointDisabled IllegalLocationConstraintException
          IncompleteSignature IncompleteSignatureException InvalidAccessKeyId InvalidAction
          InvalidAddress InvalidBucketName InvalidBucketState InvalidClientTokenId
          InvalidGrantTokenException InvalidKeyUsageException InvalidSecurity
          InvalidStorageClass InvalidToken KMS.DisabledException KMS.NotFoundException
          KMSAccessDenied KMSAccessDeniedException KMSDisabled KMSDisabledException
          KMSNotFound KMSNotFoundException KMSOptInRequired KmsAccessDenied KmsDisabled
          KmsInvalidKeyUsage KmsNotFound KmsOptInRequired MethodNotAllowed
          MissingAuthenticationToken MissingAuthenticationTokenException NoSuchBucket
          NotAuthorized NotFound NotFoundException NotSignedUp OptInRequired
          PermanentRedirect PlatformApplicationDisabled QueueDeletedRecently
          QueueDoesNotExist ResourceNotFoundException SignatureDoesNotMatch
          UnknownOperationException UnrecognizedClientException UnsupportedOperation
          """,
          FailureKind.THROTTLED,
          """
          ActiveSessionsExceededException ActiveStatementsExceededException
          BandwidthLimitExceeded KMSThrottling KMSThrottlingException KmsThrottled
          LimitExceededException OverLimit ProvisionedThroughputExceeded
          ProvisionedThroughputExceededException RequestLimitExceeded RequestThrottled
          RequestThrottledException SlowDown Throttled ThrottledException Throttling
          ThrottlingException TooManyRequestsException
          """,
          FailureKind.TRANSIENT,
          """
          BadDigest BatchExecuteStatementException DatabaseConnectionException
          DependencyTimeoutException ExecuteStatementException ExpiredToken
          ExpiredTokenException IncompleteBody InternalError InternalFailure
          InternalServerError InternalServerException InvalidSignatureException
          KMS.InvalidStateException KMSInternalException KMSInvalidState
          KMSInvalidStateException KeyUnavailableException KmsInvalidState OperationAborted
          PriorRequestNotComplete QueryTimeoutException ReplicatedWriteConflictException
          RequestExpired RequestTimeTooSkewed RequestTimeout RequestTimeoutException
          ServiceUnavailable ServiceUnavailableException TemporaryRedirect
          TransactionCanceledException TransactionConflictException
          TransactionInProgressException
          """);

  @ParameterizedTest
  @EnumSource
  void of_codeOfTheTable_hasItsKindWhateverTheStatus(FailureKind kind) {
    for (String code : codes(kind)) {
      for (int status : List.of(0, 200, 400, 403, 500)) {
        assertThat(ServiceFailure.of(code, status)).isEqualTo(new ServiceFailure(code, kind, true));
      }
    }
  }

  @Test
  void table_isAllThatTheClassifierKnows() {
    assertThat(ErrorCodes.ITEM_REFUSED).isEqualTo(codes(FailureKind.ITEM_REFUSED));
    assertThat(ErrorCodes.ACCOUNT_REFUSED).isEqualTo(codes(FailureKind.ACCOUNT_REFUSED));
    assertThat(ErrorCodes.THROTTLED).isEqualTo(codes(FailureKind.THROTTLED));
    assertThat(ErrorCodes.TRANSIENT).isEqualTo(codes(FailureKind.TRANSIENT));
  }

  @Test
  void of_unknownCode_goesByTheStatusAndByWhatItSays() {
    assertThat(ServiceFailure.of("NeverSeen", 0).kind()).isEqualTo(FailureKind.TRANSIENT);
    assertThat(ServiceFailure.of("NeverSeen", 400).kind()).isEqualTo(FailureKind.ITEM_REFUSED);
    assertThat(ServiceFailure.of("NeverSeen", 403).kind()).isEqualTo(FailureKind.ACCOUNT_REFUSED);
    assertThat(ServiceFailure.of("NeverSeen", 500).kind()).isEqualTo(FailureKind.TRANSIENT);
    assertThat(ServiceFailure.of("NewThrottlingException", 400).kind())
        .isEqualTo(FailureKind.THROTTLED);
    assertThat(ServiceFailure.of("NeverSeen", 429).kind()).isEqualTo(FailureKind.THROTTLED);
  }

  @ParameterizedTest
  @CsvSource({
    "400, ITEM_REFUSED",
    "409, ITEM_REFUSED",
    "412, ITEM_REFUSED",
    "413, ITEM_REFUSED",
    "414, ITEM_REFUSED",
    "415, ITEM_REFUSED",
    "422, ITEM_REFUSED",
    "431, ITEM_REFUSED",
    "301, ACCOUNT_REFUSED",
    "302, ACCOUNT_REFUSED",
    "307, ACCOUNT_REFUSED",
    "308, ACCOUNT_REFUSED",
    "401, ACCOUNT_REFUSED",
    "402, ACCOUNT_REFUSED",
    "403, ACCOUNT_REFUSED",
    "404, ACCOUNT_REFUSED",
    "405, ACCOUNT_REFUSED",
    "406, ACCOUNT_REFUSED",
    "407, ACCOUNT_REFUSED",
    "410, ACCOUNT_REFUSED",
    "451, ACCOUNT_REFUSED",
    "429, THROTTLED",
    "408, TRANSIENT",
    "425, TRANSIENT",
    "500, TRANSIENT",
    "502, TRANSIENT",
    "503, TRANSIENT",
    "504, TRANSIENT"
  })
  void ofStatus_answerWithoutCode_goesByTheStatus(int status, FailureKind kind) {
    assertThat(ServiceFailure.ofStatus(status))
        .isEqualTo(new ServiceFailure("HTTP " + status, kind, true));
  }

  @Test
  void of_exceptionWithCode_tellsTheCodeAndNotTheMessage() {
    var details =
        AwsErrorDetails.builder()
            .errorCode("ValidationException")
            .errorMessage("the item {secret} is too large")
            .build();
    var e = AwsServiceException.builder().awsErrorDetails(details).statusCode(400).build();
    ServiceFailure failure = ServiceFailure.of(e);
    assertThat(failure)
        .isEqualTo(new ServiceFailure("ValidationException", FailureKind.ITEM_REFUSED, true));
    assertThat(failure.describe("DynamoDB")).isEqualTo("DynamoDB answered ValidationException");
  }

  @Test
  void of_exceptionWithStatusOnly_goesByTheStatus() {
    assertThat(ServiceFailure.of(SdkServiceException.builder().statusCode(403).build()))
        .isEqualTo(ServiceFailure.ofStatus(403));
    var withoutCode = AwsErrorDetails.builder().errorMessage("gone").build();
    assertThat(
            ServiceFailure.of(
                AwsServiceException.builder().awsErrorDetails(withoutCode).statusCode(503).build()))
        .isEqualTo(ServiceFailure.ofStatus(503));
  }

  @Test
  void of_exceptionWithoutAnswer_isTransient() {
    ServiceFailure failure = ServiceFailure.of(SdkClientException.create("no route to host"));
    assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
    assertThat(failure.describe("SQS")).isEqualTo("SQS was not reached: SdkClientException");
    assertThat(ServiceFailure.of(ApiCallTimeoutException.create(5)).errorCode())
        .isEqualTo("ApiCallTimeoutException");
  }

  @Test
  void isPermanent_holdsForWhatIsRefused() {
    assertThat(FailureKind.values())
        .filteredOn(FailureKind::isPermanent)
        .containsExactly(FailureKind.ITEM_REFUSED, FailureKind.ACCOUNT_REFUSED);
  }

  private static Set<String> codes(FailureKind kind) {
    return Set.copyOf(Arrays.asList(TABLE.getOrDefault(kind, "").strip().split("\\s+")));
  }
}
