// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.http;

import io.github.kinesisetl.local.tls.SelfSigned;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** TLS for the connections that ask for it; the certificate is made for the first of them. */
final class Tls {

  private final Supplier<SelfSigned> certificate;
  private @Nullable SslContext context;

  Tls(Supplier<SelfSigned> certificate) {
    this.certificate = certificate;
  }

  SslHandler newHandler(ByteBufAllocator allocator) {
    return context().newHandler(allocator);
  }

  private synchronized SslContext context() {
    if (context == null) {
      context = newContext(certificate.get());
    }
    return context;
  }

  private static SslContext newContext(SelfSigned selfSigned) {
    try {
      return SslContextBuilder.forServer(selfSigned.privateKey(), selfSigned.certificate())
          .sslProvider(SslProvider.JDK)
          .applicationProtocolConfig(
              new ApplicationProtocolConfig(
                  ApplicationProtocolConfig.Protocol.ALPN,
                  ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                  ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                  ApplicationProtocolNames.HTTP_2,
                  ApplicationProtocolNames.HTTP_1_1))
          .build();
    } catch (SSLException e) {
      throw new IllegalStateException("this Java runtime cannot serve TLS", e);
    }
  }
}
