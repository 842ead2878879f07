// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.deploy;

import io.github.kinesisetl.core.encrypt.DataKeyProvider;
import io.github.kinesisetl.producer.aws.KmsDataKeys;
import software.amazon.awssdk.services.kms.KmsClient;

/** Keys with the SDK's own default client; loaded with the first encrypted record. Stateless. */
final class AwsKeys {

  private AwsKeys() {}

  static DataKeyProvider kms(String keyId) {
    return new KmsDataKeys(KmsClient.create(), keyId);
  }
}
