// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;

/** A fresh EC P-256 key with a certificate for localhost and 127.0.0.1, signed by itself. */
public final class SelfSigned {

  private static final String ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";
  private static final String COMMON_NAME = "2.5.4.3";
  private static final String SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";
  private static final String BASIC_CONSTRAINTS = "2.5.29.19";
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;
  private static final int SERIAL_BITS = 120;
  private static final Duration SKEW = Duration.ofDays(1);
  private static final Duration LIFE = Duration.ofDays(365);

  private final PrivateKey privateKey;
  private final X509Certificate certificate;

  private SelfSigned(PrivateKey privateKey, X509Certificate certificate) {
    this.privateKey = privateKey;
    this.certificate = certificate;
  }

  /**
   * Makes a key and its certificate.
   *
   * @param now the certificate is good from a day before to a year after
   * @return both
   */
  public static SelfSigned create(Instant now) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair keys = generator.generateKeyPair();
      byte[] content = content(keys, now);
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(keys.getPrivate());
      signature.update(content);
      byte[] der = Der.sequence(content, algorithm(), Der.bitString(signature.sign()));
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      var certificate =
          (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
      return new SelfSigned(keys.getPrivate(), certificate);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime has no EC P-256 with SHA-256", e);
    }
  }

  /**
   * Returns the key.
   *
   * @return the private key
   */
  public PrivateKey privateKey() {
    return privateKey;
  }

  /**
   * Returns the certificate, which is also the one to trust.
   *
   * @return the certificate
   */
  public X509Certificate certificate() {
    return certificate;
  }

  /** The TBSCertificate of RFC 5280, section 4.1. */
  private static byte[] content(KeyPair keys, Instant now) {
    byte[] name =
        Der.sequence(
            Der.set(Der.sequence(Der.oid(COMMON_NAME), Der.utf8("kinesis-local on localhost"))));
    byte[] version3 = Der.explicit(0, Der.integer(BigInteger.TWO));
    return Der.sequence(
        version3,
        Der.integer(new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(SERIAL_BITS)),
        algorithm(),
        name,
        Der.sequence(Der.time(now.minus(SKEW)), Der.time(now.plus(LIFE))),
        name,
        keys.getPublic().getEncoded(),
        Der.explicit(3, extensions()));
  }

  private static byte[] extensions() {
    byte[] names =
        Der.sequence(
            Der.implicit(DNS_NAME, "localhost".getBytes(US_ASCII)),
            Der.implicit(IP_ADDRESS, new byte[] {127, 0, 0, 1}));
    byte[] isAuthority = Der.sequence(Der.yes());
    return Der.sequence(
        Der.sequence(Der.oid(SUBJECT_ALTERNATIVE_NAME), Der.octetString(names)),
        Der.sequence(Der.oid(BASIC_CONSTRAINTS), Der.yes(), Der.octetString(isAuthority)));
  }

  private static byte[] algorithm() {
    return Der.sequence(Der.oid(ECDSA_WITH_SHA256));
  }
}
