// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.sns;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was published to a topic, whether anybody had subscribed or not.
 *
 * @param messageId SNS's id of the message
 * @param subject the subject, or null
 * @param message the message
 * @param attributes the values of its attributes by name; of binary ones in base64
 * @param publishedAt when, by the server's clock
 */
public record PublishedMessage(
    String messageId,
    @Nullable String subject,
    String message,
    Map<String, String> attributes,
    Instant publishedAt) {

  /** Takes a copy of the attributes. */
  public PublishedMessage {
    attributes = Map.copyOf(attributes);
  }
}
