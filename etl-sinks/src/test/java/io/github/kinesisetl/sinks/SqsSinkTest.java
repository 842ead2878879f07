// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.sinks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.sqs.SqsClient;

class SqsSinkTest extends EventContract {

  @Override
  protected Service<ObjectNode> open() {
    return over(LocalAws.endpoint());
  }

  static Service<ObjectNode> over(URI endpoint) {
    SqsClient client = LocalAws.sqs(endpoint);
    String url = LocalAws.newQueue(client);
    var script = new Script("InvalidMessageContents");
    List<String> seen = new ArrayList<>(); // a message that was received is hidden
    return new ScriptedService<>(
        new SqsSink<>(() -> new ScriptedSqs(client, script), url, CODEC),
        script,
        () -> {
          seen.addAll(LocalAws.receiveAll(client, url));
          return seen.stream().map(Script::number).toList();
        },
        true);
  }
}
