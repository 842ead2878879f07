// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.cli.replay;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * The letters of a queue. Every message that was seen and not deleted is remembered, so that one
 * that comes again, because a run takes longer than it is hidden, is not taken twice.
 */
final class QueueLetters implements DeadLetterSource {

  /**
   * Most messages in flight of a standard queue (<a
   * href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html">quotas</a>).
   */
  private static final int MAX_IN_FLIGHT = 120_000;

  private static final int MAX_MESSAGES = 10;
  private static final Duration HIDDEN = Duration.ofMinutes(15);
  private static final int WAIT_SECONDS = 1; // asks all of SQS's servers, not just some

  /** Requests of a page; many may bring only letters that are too late, or less than ten. */
  private static final int MAX_REQUESTS = 200;

  /** Answers in a row with nothing but known messages, after which a queue counts as read. */
  private static final int MAX_KNOWN_ANSWERS = 10;

  private final SqsClient client;
  private final String queueUrl;
  private final ClaimedLetters claims;
  private final Instant until;
  private final int maxHeld;
  private final QueueBatches batches;
  private final Map<String, String> handlesById = new HashMap<>();
  private final List<String> pageIds = new ArrayList<>();
  private int knownAnswers;
  private boolean ended;

  QueueLetters(SqsClient client, String queueUrl, ClaimedLetters claims, Instant until) {
    this(client, queueUrl, claims, until, MAX_IN_FLIGHT);
  }

  QueueLetters(
      SqsClient client, String queueUrl, ClaimedLetters claims, Instant until, int maxHeld) {
    this.client = requireNonNull(client, "queues");
    this.queueUrl = requireNonNull(queueUrl, "queueUrl");
    this.claims = claims;
    this.until = requireNonNull(until, "until");
    this.maxHeld = maxHeld;
    this.batches = new QueueBatches(client, queueUrl);
  }

  @Override
  public LetterPage take(int maxLetters) {
    var page = new PageBuilder(maxLetters);
    pageIds.clear();
    for (int i = 0; i < MAX_REQUESTS && !ended && page.room() > 0; i++) {
      receive(page);
    }
    return page.build(ended);
  }

  @Override
  public Confirmation confirm(BitSet stored) {
    Map<String, String> done = new HashMap<>();
    stored.stream()
        .mapToObj(pageIds::get)
        .forEach(id -> done.put(id, requireNonNull(handlesById.get(id))));
    Set<String> refused = batches.delete(done);
    done.keySet().removeAll(refused); // they stay known, so as not to be taken again
    handlesById.keySet().removeAll(done.keySet());
    return new Confirmation(refused.size(), List.of());
  }

  @Override
  public void close() {
    batches.show(handlesById);
    handlesById.clear();
  }

  private void receive(PageBuilder page) {
    int wanted = Math.min(MAX_MESSAGES, page.room());
    List<Message> messages =
        client
            .receiveMessage(r ->
                r.queueUrl(queueUrl)
                    .maxNumberOfMessages(wanted)
                    .visibilityTimeout((int) HIDDEN.toSeconds())
                    .waitTimeSeconds(WAIT_SECONDS)
                    .messageSystemAttributeNames(MessageSystemAttributeName.SENT_TIMESTAMP))
            .messages();
    boolean hasNew = false;
    for (Message message : messages) {
      hasNew |=
          handlesById.put(message.messageId(), message.receiptHandle()) == null
              && add(message, page);
    }
    knownAnswers = hasNew ? 0 : knownAnswers + 1;
    ended = messages.isEmpty() || knownAnswers == MAX_KNOWN_ANSWERS;
    if (!ended && handlesById.size() >= maxHeld) {
      ended = true;
      page.remark(
          "%d messages are held, as many as SQS allows; run again for what is behind them"
              .formatted(maxHeld));
    }
  }

  /** Always true: the message was not known before. */
  private boolean add(Message message, PageBuilder page) {
    String sent = message.attributes().get(MessageSystemAttributeName.SENT_TIMESTAMP);
    boolean isLate = sent != null && Long.parseLong(sent) > until.toEpochMilli();
    if (!isLate && claims.addTo(page, message.body(), "message " + message.messageId())) {
      pageIds.add(message.messageId());
    }
    return true;
  }
}
