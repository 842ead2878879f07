// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the head of a request tells about who sent it, and to which service. */
final class RequestHead {

  private static final Pattern SCOPE =
      Pattern.compile("Credential=[^,\\s]*?/\\d{8}/[^/,\\s]+/([a-z0-9-]{1,64})/aws4_request");
  private static final Pattern ADDRESS = Pattern.compile("\\[[0-9a-f:.]+]|[0-9.]+");
  private static final Pattern PORT = Pattern.compile(":\\d+$");

  /** Names whose owners send nobody to this machine but its own clients. */
  private static final Pattern OWN_NAME =
      Pattern.compile(
          "[^.]+|.+\\.(localhost|internal|amazonaws\\.com|amazonaws\\.com\\.cn|api\\.aws)"
              + "|(.+\\.)?localhost\\.localstack\\.cloud");

  private final HttpHeaders headers;
  private final Set<String> hosts;

  RequestHead(HttpHeaders headers, Set<String> hosts) {
    this.headers = headers;
    this.hosts = hosts;
  }

  /**
   * Tells why nobody answers this request: a page in a browser sent it, or a browser that was led
   * here by a foreign name (DNS rebinding).
   */
  @Nullable String refusal() {
    String origin = headers.get(HttpHeaderNames.ORIGIN);
    if (origin != null && !isLocal(origin)) {
      return "pages of other hosts are not answered";
    }
    String host = headers.get(HttpHeaderNames.HOST);
    if (host != null && !isOwn(PORT.matcher(host).replaceFirst("").toLowerCase(Locale.ROOT))) {
      return "the Host of the request is not one of this machine's names; allow it with"
          + " KinesisLocalBuilder.host or --host";
    }
    return null;
  }

  /** Returns the service that the signature is for, such as {@code s3}, or null without one. */
  @Nullable String signedFor() {
    String signature = headers.get(HttpHeaderNames.AUTHORIZATION);
    if (signature == null) {
      return null;
    }
    Matcher scope = SCOPE.matcher(signature);
    return scope.find() ? scope.group(1) : null;
  }

  private boolean isOwn(String host) {
    return ADDRESS.matcher(host).matches()
        || OWN_NAME.matcher(host).matches()
        || hosts.contains(host);
  }

  private static boolean isLocal(String origin) {
    try {
      String host = URI.create(origin).getHost();
      return host != null && host.matches("(.+\\.)?localhost|127\\.[0-9.]+|\\[::1]");
    } catch (IllegalArgumentException e) {
      return false; // such as a list of origins, or none
    }
  }
}
