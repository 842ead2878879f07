// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kinesisetl.core.encrypt.DataKeyException;
import io.github.kinesisetl.core.encrypt.FrameCipher;
import io.github.kinesisetl.core.record.MalformedFrameException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DecryptRequest;
import software.amazon.awssdk.services.kms.model.DecryptResponse;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyRequest;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;
import software.amazon.awssdk.services.kms.model.KmsException;

class KmsDataKeysTest {

  private static final String ARN = "arn:aws:kms:us-east-1:123456789012:key/1";

  private final FakeKms kms = new FakeKms();

  @Test
  void decrypt_inAnotherProcess_givesWhatWasEncrypted() throws MalformedFrameException {
    byte[] frame = cipher().encrypt(bytes("an event"), 0, 8);
    assertThat(cipher().decrypt(frame, 0, frame.length)).isEqualTo(bytes("an event"));
    assertThat(new String(frame, StandardCharsets.ISO_8859_1))
        .contains(ARN)
        .doesNotContain("event");
  }

  @Test
  void decrypt_wrappedKeyChanged_isMalformed() {
    byte[] frame = cipher().encrypt(bytes("an event"), 0, 8);
    frame[7 + ARN.length() + 2]++;
    assertThatThrownBy(() -> cipher().decrypt(frame, 0, frame.length))
        .isInstanceOf(MalformedFrameException.class)
        .hasMessageContaining("cannot be opened");
  }

  @Test
  void cipher_withAContext_tellsKmsOfIt() throws MalformedFrameException {
    Map<String, String> context = Map.of("stream", "orders");
    byte[] frame = cipher(context).encrypt(bytes("an event"), 0, 8);
    assertThat(cipher(context).decrypt(frame, 0, frame.length)).isEqualTo(bytes("an event"));
    assertThat(kms.contexts).containsExactly(context, context);
    FrameCipher other = cipher(Map.of("stream", "clicks"));
    assertThatThrownBy(() -> other.decrypt(frame, 0, frame.length))
        .isInstanceOf(MalformedFrameException.class);
  }

  @Test
  void generate_accessDenied_saysSoAndThatARetryMayHelp() {
    kms.denied = true;
    assertThatThrownBy(() -> cipher().encrypt(bytes("an event"), 0, 8))
        .isInstanceOfSatisfying(
            DataKeyException.class,
            e -> {
              assertThat(e.retryHelps()).isTrue();
              assertThat(e).hasMessageContaining("alias/events").hasMessageContaining("denied");
            });
  }

  private FrameCipher cipher() {
    return cipher(Map.of());
  }

  private FrameCipher cipher(Map<String, String> context) {
    return FrameCipher.builder(new KmsDataKeys(kms, "alias/events"))
        .context(context)
        .build(InstantSource.system());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Wraps a key by a byte in front of it that must stay. */
  private static final class FakeKms implements KmsClient {
    private final Random random = new Random(1);
    private final List<Map<String, String>> contexts = new ArrayList<>();
    private boolean denied;

    @Override
    public GenerateDataKeyResponse generateDataKey(GenerateDataKeyRequest request) {
      contexts.add(request.encryptionContext());
      requireAccess(request.keyId());
      byte[] plain = new byte[32];
      random.nextBytes(plain);
      byte[] wrapped = new byte[33];
      wrapped[0] = 42;
      System.arraycopy(plain, 0, wrapped, 1, plain.length);
      return GenerateDataKeyResponse.builder()
          .keyId(ARN)
          .plaintext(SdkBytes.fromByteArray(plain))
          .ciphertextBlob(SdkBytes.fromByteArray(wrapped))
          .build();
    }

    @Override
    public DecryptResponse decrypt(DecryptRequest request) {
      contexts.add(request.encryptionContext());
      requireAccess(request.keyId());
      byte[] wrapped = request.ciphertextBlob().asByteArray();
      if (wrapped[0] != 42) {
        throw InvalidCiphertextException.builder().message("invalid").build();
      }
      byte[] plain = new byte[32];
      System.arraycopy(wrapped, 1, plain, 0, plain.length);
      return DecryptResponse.builder().plaintext(SdkBytes.fromByteArray(plain)).build();
    }

    @Override
    public String serviceName() {
      return "kms";
    }

    @Override
    public void close() {}

    private void requireAccess(String keyId) {
      assertThat(keyId).isEqualTo("alias/events");
      if (denied) {
        throw KmsException.builder().message("denied").build();
      }
    }
  }
}
