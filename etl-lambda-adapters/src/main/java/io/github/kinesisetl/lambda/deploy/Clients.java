// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.deploy;

import java.util.Map;

/**
 * Whether the clients of AWS that an address needs are on the class path, told at the start of a
 * function and not with its first event. Looks for their files, and loads no class. Stateless.
 */
final class Clients {

  private static final Map<String, String> FILES =
      Map.of(
          "dynamodb", "software/amazon/awssdk/services/dynamodb/DynamoDbClient.class",
          "kms", "software/amazon/awssdk/services/kms/KmsClient.class",
          "s3", "software/amazon/awssdk/services/s3/S3Client.class",
          "sns", "software/amazon/awssdk/services/sns/SnsClient.class",
          "sqs", "software/amazon/awssdk/services/sqs/SqsClient.class");

  private Clients() {}

  /**
   * Checks that a client is there.
   *
   * @param variable the variable that asks for it
   * @param service the service, as its artifact is called; one without a client needs none
   * @throws IllegalArgumentException if it is not
   */
  static void require(String variable, String service) {
    require(variable, service, Clients.class.getClassLoader());
  }

  static void require(String variable, String service, ClassLoader loader) {
    String file = FILES.get(service);
    if (file != null && loader.getResource(file) == null) {
      throw new IllegalArgumentException(
          "%s needs software.amazon.awssdk:%s, which is not in the function's jar; add the dependency"
              .formatted(variable, service));
    }
  }
}
