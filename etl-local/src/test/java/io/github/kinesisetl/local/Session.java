// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * A server whose clock stands still, with a client. Tests of one mode share it, since a client
 * costs more than all that a test does with it.
 */
final class Session {

  static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

  private static final Map<WireMode, Session> SESSIONS = new EnumMap<>(WireMode.class);

  final KinesisLocal server = KinesisLocal.builder().clock(LocalClock.stoppedAt(START)).start();
  final KinesisClient client;

  private Session(WireMode mode) {
    client = mode.connect(ServerUnderTest.ours(server));
  }

  /** The mode's session, as if nothing had ever happened in it. */
  static Session fresh(WireMode mode) {
    Session session = SESSIONS.computeIfAbsent(mode, Session::new);
    mode.choose();
    session.server.faults().clear();
    session.server.clock().stopAt(START);
    for (String name : session.client.listStreams().streamNames()) {
      session.client.deleteStream(r -> r.streamName(name).enforceConsumerDeletion(true));
    }
    return session;
  }
}
