// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelfSignedTest {

  private static final Instant NOW = Instant.parse("2049-12-31T12:00:00Z");

  private final X509Certificate certificate = SelfSigned.create(NOW).certificate();

  @Test
  void certificate_isSignedByItsOwnKey() throws Exception {
    certificate.verify(certificate.getPublicKey());
    assertThat(certificate.getSigAlgName()).isEqualTo("SHA256withECDSA");
    assertThat(((ECPublicKey) certificate.getPublicKey()).getParams().getOrder().bitLength())
        .isEqualTo(256);
    assertThat(certificate.getVersion()).isEqualTo(3);
  }

  @Test
  void certificate_isGoodForLocalhostInItsTime() throws Exception {
    assertThat(certificate.getSubjectAlternativeNames())
        .containsExactlyInAnyOrder(List.of(2, "localhost"), List.of(7, "127.0.0.1"));
    certificate.checkValidity(Date.from(NOW.plus(Duration.ofDays(365))));
    assertThatThrownBy(() -> certificate.checkValidity(Date.from(NOW.plus(Duration.ofDays(366)))))
        .isInstanceOf(CertificateException.class);
  }

  @Test
  void create_twice_makesDifferentKeys() {
    X509Certificate other = SelfSigned.create(NOW).certificate();
    assertThat(other.getPublicKey()).isNotEqualTo(certificate.getPublicKey());
    assertThat(other.getSerialNumber()).isNotEqualTo(certificate.getSerialNumber());
  }
}
