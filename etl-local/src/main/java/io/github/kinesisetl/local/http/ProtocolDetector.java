// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the first bytes of a connection: a TLS hello, the preface of HTTP/2, or HTTP/1.1. Inside
 * TLS it looks again, because some clients speak HTTP/2 without having negotiated it.
 */
final class ProtocolDetector extends ByteToMessageDecoder {

  private static final int TLS_HANDSHAKE = 0x16;
  private static final byte[] PREFACE = "PRI * HTTP/2.0".getBytes(US_ASCII);
  private static final int MAX_LINE_BYTES = 8 << 10;
  private static final int MAX_HEADER_BYTES = 64 << 10;
  private static final int MAX_CHUNK_BYTES = 64 << 10;
  private static final int STREAM_WINDOW_BYTES = 4 << 20;
  private static final int CONNECTION_WINDOW_BYTES = 16 << 20;
  private static final int DEFAULT_WINDOW_BYTES = 65_535;
  private static final int MAX_STREAMS = 1000;

  private final Front front;
  private final ByteBudget budget;
  private final @Nullable Tls tls;

  private ProtocolDetector(Front front, ByteBudget budget, @Nullable Tls tls) {
    this.front = front;
    this.budget = budget;
    this.tls = tls;
  }

  static ProtocolDetector onPlain(Front front, ByteBudget budget, Tls tls) {
    return new ProtocolDetector(front, budget, tls);
  }

  private static ProtocolDetector insideTls(Front front, ByteBudget budget) {
    return new ProtocolDetector(front, budget, null);
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out)
      throws Http2Exception {
    ChannelPipeline pipeline = ctx.pipeline();
    if (tls != null && in.getUnsignedByte(in.readerIndex()) == TLS_HANDSHAKE) {
      pipeline.addLast(tls.newHandler(ctx.alloc()), insideTls(front, budget));
      pipeline.remove(this);
    } else if (!startsLikePreface(in)) {
      pipeline.addLast(
          new HttpServerCodec(MAX_LINE_BYTES, MAX_HEADER_BYTES, MAX_CHUNK_BYTES),
          new BodyBound(budget),
          new BodyCollector(),
          new RequestHandler(front, budget));
      pipeline.remove(this);
    } else if (in.readableBytes() >= PREFACE.length) {
      addHttp2(pipeline);
      pipeline.remove(this);
    }
  }

  private void addHttp2(ChannelPipeline pipeline) throws Http2Exception {
    Http2FrameCodec codec =
        Http2FrameCodecBuilder.forServer()
            .initialSettings(
                Http2Settings.defaultSettings()
                    .initialWindowSize(STREAM_WINDOW_BYTES)
                    .maxConcurrentStreams(MAX_STREAMS)
                    .maxHeaderListSize(MAX_HEADER_BYTES))
            .build();
    pipeline.addLast(codec, new Http2MultiplexHandler(new Http2StreamSetup(front, budget)));
    var connection = codec.connection();
    connection
        .local()
        .flowController()
        .incrementWindowSize(
            connection.connectionStream(), CONNECTION_WINDOW_BYTES - DEFAULT_WINDOW_BYTES);
  }

  private static boolean startsLikePreface(ByteBuf in) {
    int length = Math.min(in.readableBytes(), PREFACE.length);
    for (int i = 0; i < length; i++) {
      if (in.getByte(in.readerIndex() + i) != PREFACE[i]) {
        return false;
      }
    }
    return true;
  }
}
