// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.aws;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.encrypt.DataKey;
import io.github.kinesisetl.core.encrypt.DataKeyException;
import io.github.kinesisetl.core.encrypt.DataKeyProvider;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.DecryptRequest;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyRequest;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.kms.model.IncorrectKeyException;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;

/**
 * Data keys of AWS KMS; needs {@code software.amazon.awssdk:kms} on the class path. A producer
 * needs the permission {@code kms:GenerateDataKey} and, as it may have to open its own frames after
 * a reshard, {@code kms:Decrypt}; a reader the latter. A cipher's context is KMS's <a
 * href="https://docs.aws.amazon.com/kms/latest/developerguide/encrypt_context.html">encryption
 * context</a>, so that key policies can name it. Safe for use by many threads.
 */
public final class KmsDataKeys implements DataKeyProvider {

  private final KmsClient client;
  private final String keyId;

  /**
   * Data keys under a master key.
   *
   * @param client the client; whoever made it closes it
   * @param keyId the master key's ARN, id or alias; frames under any other are refused
   */
  public KmsDataKeys(KmsClient client, String keyId) {
    this.client = requireNonNull(client, "client");
    this.keyId = requireNonNull(keyId, "keyId");
  }

  @Override
  public DataKey generate() {
    return generate(Map.of());
  }

  @Override
  public DataKey generate(Map<String, String> context) {
    var request =
        GenerateDataKeyRequest.builder()
            .keyId(keyId)
            .keySpec(DataKeySpec.AES_256)
            .encryptionContext(context)
            .build();
    try {
      GenerateDataKeyResponse made = client.generateDataKey(request);
      return new DataKey(
          made.keyId(), made.ciphertextBlob().asByteArray(), made.plaintext().asByteArray());
    } catch (SdkException e) {
      throw new DataKeyException(
          "KMS gives no data key of %s: %s".formatted(keyId, e.getMessage()), true, e);
    }
  }

  /** Asks for the configured key, not for the one that the frame names. */
  @Override
  public DataKey open(String frameKeyId, byte[] wrapped) {
    return open(frameKeyId, wrapped, Map.of());
  }

  /** Asks for the configured key, and with the context that the key must have been made in. */
  @Override
  public DataKey open(String frameKeyId, byte[] wrapped, Map<String, String> context) {
    var request =
        DecryptRequest.builder()
            .keyId(keyId)
            .encryptionContext(context)
            .ciphertextBlob(SdkBytes.fromByteArray(wrapped))
            .build();
    try {
      return new DataKey(frameKeyId, wrapped, client.decrypt(request).plaintext().asByteArray());
    } catch (InvalidCiphertextException | IncorrectKeyException e) {
      throw new DataKeyException("KMS says that a data key is none of " + keyId, false, e);
    } catch (SdkException e) {
      throw new DataKeyException(
          "KMS opens no data key of %s: %s".formatted(keyId, e.getMessage()), true, e);
    }
  }
}
