// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Listens on 127.0.0.1 with two daemon threads. */
public final class LocalServer implements AutoCloseable {

  private static final int THREADS = 2;
  private static final int CLOSE_SECONDS = 5;

  private final EventLoopGroup threads;
  private final ChannelGroup channels;
  private final int port;

  private LocalServer(EventLoopGroup threads, ChannelGroup channels, int port) {
    this.threads = threads;
    this.channels = channels;
    this.port = port;
  }

  /**
   * Starts to listen.
   *
   * @param port the port, or 0 for a free one
   * @param front what stands behind it
   * @return the server, which accepts connections already
   * @throws UncheckedIOException if the port is not free
   */
  public static LocalServer start(int port, Front front) {
    var threads = new NioEventLoopGroup(THREADS, new DefaultThreadFactory("kinesis-local", true));
    var channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    var tls = new Tls(front.certificate());
    var budget = new ByteBudget(front.maxHeldBytes());
    ChannelFuture bound =
        new ServerBootstrap()
            .group(threads)
            .channel(NioServerSocketChannel.class)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                onAccept(channel -> {
                  channels.add(channel);
                  channel
                      .pipeline()
                      .addLast(new SilenceGuard(), ProtocolDetector.onPlain(front, budget, tls));
                }))
            .bind(new InetSocketAddress(loopback(), port))
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      threads.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
      throw new UncheckedIOException(
          "cannot listen on 127.0.0.1:" + port, new IOException(bound.cause()));
    }
    channels.add(bound.channel());
    var address = (InetSocketAddress) bound.channel().localAddress();
    return new LocalServer(threads, channels, address.getPort());
  }

  /**
   * Returns the port.
   *
   * @return the port it listens on
   */
  public int port() {
    return port;
  }

  /** Closes all connections, whatever is under way on them, and ends the threads. */
  @Override
  public void close() {
    channels.close().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    threads
        .shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS)
        .awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
  }

  private static ChannelInitializer<SocketChannel> onAccept(Consumer<SocketChannel> step) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(SocketChannel channel) {
        step.accept(channel);
      }
    };
  }

  private static InetAddress loopback() {
    try {
      return InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e); // four bytes are an address
    }
  }
}
