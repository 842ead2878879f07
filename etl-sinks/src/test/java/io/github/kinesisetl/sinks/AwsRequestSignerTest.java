// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

class AwsRequestSignerTest {

  @Test
  void sign_aRequest_addsWhatProvesTheSenderAndNothingThatTheClientRefuses() {
    RequestSigner signer =
        RequestSigner.aws(
            "es",
            "eu-central-1",
            StaticCredentialsProvider.create(
                AwsSessionCredentials.create("AKIDEXAMPLE", "the-secret", "the-token")));
    URI address = URI.create("https://search.example.com:9200/events/_bulk");
    HttpRequest.Builder request = HttpRequest.newBuilder(address);
    signer.sign(request, "POST", address, "body".getBytes(UTF_8));
    var headers = request.build().headers();
    assertThat(headers.firstValue("Authorization").orElseThrow())
        .startsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/")
        .contains("/eu-central-1/es/aws4_request")
        .contains("SignedHeaders=host;")
        .containsPattern("Signature=[0-9a-f]{64}");
    assertThat(headers.firstValue("X-Amz-Security-Token")).contains("the-token");
    assertThat(headers.firstValue("X-Amz-Date")).isPresent();
    assertThat(headers.map().toString()).doesNotContain("the-secret");
  }
}
