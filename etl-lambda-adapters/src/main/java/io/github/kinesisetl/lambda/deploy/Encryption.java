// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.deploy;

import io.github.kinesisetl.core.encrypt.FrameCipher;
import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.pipeline.Sink;
import io.github.kinesisetl.engine.ReaderOptions;
import io.github.kinesisetl.sinks.EncryptedLetters;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Opens encrypted records with a key of KMS, and encrypts their dead letters with the same key. The
 * client is made with the first of them. Safe for use by many threads.
 */
final class Encryption {

  static final String DECRYPT = "ETL_DECRYPT";
  static final String CONTEXT = "ETL_ENCRYPTION_CONTEXT";

  private static final String KMS = "kms:";

  private final String keyId;
  private final Map<String, String> context;
  private @Nullable FrameCipher cipher; // guarded by this

  private Encryption(String keyId, Map<String, String> context) {
    this.keyId = keyId;
    this.context = context;
  }

  /** What the variables say; null if nothing is to be decrypted. */
  static @Nullable Encryption of(Map<String, String> environment) {
    String value = environment.getOrDefault(DECRYPT, "none");
    String context = environment.getOrDefault(CONTEXT, "");
    if (value.equals("none")) {
      if (!context.isEmpty()) {
        throw new IllegalArgumentException(CONTEXT + " needs " + DECRYPT + ", which is none");
      }
      return null;
    }
    if (!value.startsWith(KMS) || value.length() == KMS.length()) {
      throw new IllegalArgumentException(
          "%s must be none or kms:<key arn, id or alias>, but is %s".formatted(DECRYPT, value));
    }
    Clients.require(DECRYPT, "kms");
    return new Encryption(value.substring(KMS.length()), pairs(context));
  }

  /** The same options with a decryptor. */
  ReaderOptions apply(ReaderOptions reader) {
    return reader.decryptor((array, offset, length) -> cipher().decrypt(array, offset, length));
  }

  /** A sink that encrypts letters before another sees them. */
  Sink<DeadLetter> around(Sink<DeadLetter> letters) {
    return new EncryptedLetters(this::cipher, letters);
  }

  private synchronized FrameCipher cipher() {
    FrameCipher known = cipher;
    if (known == null) {
      known =
          FrameCipher.builder(AwsKeys.kms(keyId)).context(context).build(InstantSource.system());
      cipher = known;
    }
    return known;
  }

  private static Map<String, String> pairs(String text) {
    Map<String, String> pairs = new TreeMap<>();
    for (String pair : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      int equals = pair.indexOf('=');
      if (equals < 1 || equals == pair.length() - 1) {
        throw new IllegalArgumentException(
            "%s must be <name>=<value>[,<name>=<value>], but is %s".formatted(CONTEXT, text));
      }
      pairs.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
    }
    return pairs;
  }
}
