// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.kinesisetl.core.record.MalformedFrameException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ClaimCheckTest {

  private static final byte[] DATA = "a large event".getBytes(StandardCharsets.UTF_8);

  @Test
  void parse_ofWhatToJsonWrote_isTheSame() throws MalformedFrameException {
    ClaimCheck claim = ClaimCheck.to("s3://bucket/a \"quoted\\ key\n\u0001of two lines", DATA);
    byte[] json = claim.toJson();
    assertThat(ClaimCheck.isClaim(json, 0, json.length)).isTrue();
    assertThat(ClaimCheck.parse(json, 0, json.length)).isEqualTo(claim);
  }

  @Test
  void parse_uriWithControlCharacters_isTheSame() throws MalformedFrameException {
    ClaimCheck claim = ClaimCheck.to("s3://bucket/a\nkey\u0001", DATA);
    byte[] json = claim.toJson();
    assertThat(ClaimCheck.parse(json, 0, json.length)).isEqualTo(claim);
  }

  @Test
  void toJson_isTheDocumentedForm() {
    assertThat(new String(ClaimCheck.to("s3://b/k", DATA).toJson(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"kinesisetl.claim\":1,\"uri\":\"s3://b/k\",\"bytes\":13,\"sha256\":"
                + "\"36795dbd6cf40b8d988468cfb9d4c5bb512f5d66a9ceaa83318d16e1b5bc5163\"}");
  }

  @Test
  void fits_otherBytes_isFalse() {
    ClaimCheck claim = ClaimCheck.to("s3://b/k", DATA);
    assertThat(claim.fits(DATA)).isTrue();
    byte[] changed = DATA.clone();
    changed[3]++;
    assertThat(claim.fits(changed)).isFalse();
    assertThat(claim.fits(new byte[0])).isFalse();
  }

  @Test
  void parse_notReallyAClaim_isMalformed() {
    for (String text :
        new String[] {
          "{\"kinesisetl.claim\":1,}",
          "{\"kinesisetl.claim\":1,\"uri\":\"s3://b/k\",\"bytes\":-1,\"sha256\":\"\"}",
          "{\"kinesisetl.claim\":1,\"uri\":{\"a\":1}}",
          "{\"kinesisetl.claim\":1,\"bytes\":\"x\""
        }) {
      byte[] json = text.getBytes(StandardCharsets.UTF_8);
      assertThatThrownBy(() -> ClaimCheck.parse(json, 0, json.length))
          .isInstanceOf(MalformedFrameException.class);
    }
  }
}
