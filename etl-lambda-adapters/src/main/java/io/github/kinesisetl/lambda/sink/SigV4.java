// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.lambda.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.net.http.HttpRequest;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs requests as AWS asks for (<a
 * href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">Signature
 * Version 4</a>), with the JDK alone, for services whose client we would need for one call. Paths
 * must need no escaping, and there is no query. Safe for use by many threads.
 */
public final class SigV4 implements RequestSigner {

  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final String service;
  private final String region;
  private final Supplier<Credentials> credentials;
  private final InstantSource clock;

  /**
   * A signer.
   *
   * @param service the service's name in signatures: {@code es}, {@code redshift-data}
   * @param region the region
   * @param credentials gives the credentials of the moment
   * @param clock tells the time
   */
  public SigV4(
      String service, String region, Supplier<Credentials> credentials, InstantSource clock) {
    this.service = requireNonNull(service, "service");
    this.region = requireNonNull(region, "region");
    this.credentials = requireNonNull(credentials, "credentials");
    this.clock = requireNonNull(clock, "clock");
  }

  @Override
  public void sign(HttpRequest.Builder request, String method, URI address, byte[] body) {
    Credentials keys = credentials.get();
    String time = TIME.format(clock.instant());
    Map<String, String> headers = new TreeMap<>();
    headers.put("host", address.getPort() < 0 ? address.getHost() : address.getAuthority());
    headers.put("x-amz-date", time);
    if (!keys.sessionToken().isEmpty()) {
      headers.put("x-amz-security-token", keys.sessionToken());
    }
    String names = String.join(";", headers.keySet());
    var canonical = new StringBuilder(method).append('\n');
    canonical.append(address.getPath().isEmpty() ? "/" : address.getPath()).append("\n\n");
    headers.forEach((name, value) -> canonical.append(name).append(':').append(value).append('\n'));
    canonical.append('\n').append(names).append('\n').append(Lines.sha256(body));
    String scope = time.substring(0, 8) + "/" + region + "/" + service + "/aws4_request";
    String toSign =
        String.join(
            "\n", ALGORITHM, time, scope, Lines.sha256(canonical.toString().getBytes(UTF_8)));
    String signature = HexFormat.of().formatHex(hmac(key(keys, time.substring(0, 8)), toSign));
    headers.remove("host"); // the client sets it
    headers.forEach(request::setHeader);
    request.setHeader(
        "Authorization",
        "%s Credential=%s/%s, SignedHeaders=%s, Signature=%s"
            .formatted(ALGORITHM, keys.accessKeyId(), scope, names, signature));
  }

  private byte[] key(Credentials keys, String day) {
    byte[] secret = ("AWS4" + keys.secretAccessKey()).getBytes(UTF_8);
    return hmac(hmac(hmac(hmac(secret, day), region), service), "aws4_request");
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  /**
   * What a request is signed with. Lambda gives it in the environment.
   *
   * @param accessKeyId names the key
   * @param secretAccessKey the key
   * @param sessionToken goes with temporary keys; empty for others
   */
  public record Credentials(String accessKeyId, String secretAccessKey, String sessionToken) {

    /**
     * What Lambda gives a function.
     *
     * @param environment the environment
     * @return the credentials
     * @throws IllegalStateException if there are none
     */
    public static Credentials of(Map<String, String> environment) {
      String id = environment.get("AWS_ACCESS_KEY_ID");
      String secret = environment.get("AWS_SECRET_ACCESS_KEY");
      if (id == null || secret == null) {
        throw new IllegalStateException(
            "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY must be in the environment");
      }
      return new Credentials(id, secret, environment.getOrDefault("AWS_SESSION_TOKEN", ""));
    }

    /** Names the key only: this may reach logs. */
    @Override
    public String toString() {
      return "Credentials[" + accessKeyId + "]";
    }
  }
}
