// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.sns;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The operations on topics and subscriptions. */
final class TopicOperations {

  private static final int PAGE = 100;
  private static final String TOPIC = "TopicArn";
  private static final String SUBSCRIPTION = "SubscriptionArn";
  private static final String TOKEN = "NextToken";
  private static final String NAME = "AttributeName";
  private static final String VALUE = "AttributeValue";

  private final Topics topics;

  TopicOperations(Topics topics) {
    this.topics = topics;
  }

  /** Tags are accepted and forgotten: no operation here shows them. */
  void create(Form form, Xml answer) {
    form.known("Name", "Attributes", "Tags");
    answer.element(TOPIC, topics.create(form.required("Name"), form.map("Attributes")).arn());
  }

  /** As in AWS, a topic that is not there is deleted, too. */
  void delete(Form form, Xml answer) {
    topics.all().remove(form.known(TOPIC).required(TOPIC));
  }

  void list(Form form, Xml answer) {
    String after = form.known(TOKEN).text(TOKEN, "");
    List<String> arns =
        topics.all().tailMap(after, false).keySet().stream().limit(PAGE + 1L).toList();
    answer.element(
        "Topics",
        x ->
            arns.stream()
                .limit(PAGE)
                .forEach(arn -> x.element("member", m -> m.element(TOPIC, arn))));
    if (arns.size() > PAGE) {
      answer.element(TOKEN, arns.get(PAGE - 1));
    }
  }

  void attributes(Form form, Xml answer) {
    Topic topic = topics.require(form.known(TOPIC).required(TOPIC));
    Map<String, String> shown = new LinkedHashMap<>();
    shown.put(TOPIC, topic.arn());
    shown.put("Owner", topics.accountId());
    shown.put("DisplayName", "");
    shown.put("SubscriptionsConfirmed", String.valueOf(topic.subscriptions().size()));
    shown.put("SubscriptionsPending", "0");
    shown.put("SubscriptionsDeleted", "0");
    shown.putAll(topic.attributes());
    answer.map("Attributes", shown);
  }

  void setAttributes(Form form, Xml answer) {
    form.known(TOPIC, NAME, VALUE);
    Topic topic = topics.require(form.required(TOPIC));
    if (form.required(NAME).equals(Topic.FIFO)) {
      throw Refusal.invalid("AttributeName: FifoTopic can only be set by CreateTopic");
    }
    topic.set(form.required(NAME), form.text(VALUE, ""));
  }

  void subscribe(Form form, Xml answer) {
    form.known(TOPIC, "Protocol", "Endpoint", "Attributes", "ReturnSubscriptionArn");
    Topic topic = topics.require(form.required(TOPIC));
    String protocol = form.required("Protocol");
    if (!protocol.equals(Subscription.PROTOCOL)) {
      throw Refusal.invalid(
          "Protocol %s is not supported here: a topic delivers to sqs; what was published is kept"
              + " for tests",
          protocol);
    }
    String queue = form.required("Endpoint");
    if (!queue.matches("arn:aws[a-z-]*:sqs:[^:]+:[0-9]{12}:[A-Za-z0-9_.-]+")) {
      throw Refusal.invalid("SQS endpoint ARN");
    }
    if (queue.endsWith(".fifo") && !topic.isFifo()) {
      throw Refusal.invalid(
          "Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics");
    }
    answer.element(SUBSCRIPTION, subscribe(topic, queue, form.map("Attributes")).arn());
  }

  private static Subscription subscribe(Topic topic, String queue, Map<String, String> attributes) {
    for (Subscription present : topic.subscriptions().values()) {
      if (present.queueArn().equals(queue)) {
        if (!present.attributes().equals(attributes)) {
          throw Refusal.invalid(
              "Attributes Reason: Subscription already exists with different attributes");
        }
        return present;
      }
    }
    var subscription =
        Subscription.of(topic.arn() + ":" + UUID.randomUUID(), topic.arn(), queue, attributes);
    topic.subscriptions().put(subscription.arn(), subscription);
    return subscription;
  }

  void unsubscribe(Form form, Xml answer) {
    String arn = form.known(SUBSCRIPTION).required(SUBSCRIPTION);
    topics.all().values().forEach(topic -> topic.subscriptions().remove(arn));
  }

  void listSubscriptions(Form form, Xml answer) {
    form.known(TOKEN);
    List<Subscription> all =
        topics.all().values().stream().flatMap(t -> t.subscriptions().values().stream()).toList();
    list(all, form, answer);
  }

  void listSubscriptionsByTopic(Form form, Xml answer) {
    form.known(TOPIC, TOKEN);
    list(topics.require(form.required(TOPIC)).subscriptions().values(), form, answer);
  }

  private void list(Collection<Subscription> all, Form form, Xml answer) {
    String token = form.text(TOKEN, "0");
    if (!token.matches("[0-9]{1,8}")) {
      throw Refusal.invalid("NextToken");
    }
    int from = Integer.parseInt(token);
    answer.element(
        "Subscriptions",
        x ->
            all.stream()
                .skip(from)
                .limit(PAGE)
                .forEach(s -> x.element("member", m -> describe(m, s))));
    if (all.size() > from + PAGE) {
      answer.element(TOKEN, String.valueOf(from + PAGE));
    }
  }

  private void describe(Xml member, Subscription subscription) {
    member
        .element(SUBSCRIPTION, subscription.arn())
        .element("Owner", topics.accountId())
        .element("Protocol", Subscription.PROTOCOL)
        .element("Endpoint", subscription.queueArn())
        .element(TOPIC, subscription.topicArn());
  }

  void subscriptionAttributes(Form form, Xml answer) {
    Subscription subscription =
        topics.requireSubscription(form.known(SUBSCRIPTION).required(SUBSCRIPTION));
    Map<String, String> shown = new LinkedHashMap<>();
    shown.put(SUBSCRIPTION, subscription.arn());
    shown.put(TOPIC, subscription.topicArn());
    shown.put("Owner", topics.accountId());
    shown.put("Protocol", Subscription.PROTOCOL);
    shown.put("Endpoint", subscription.queueArn());
    shown.put("PendingConfirmation", "false");
    shown.put("ConfirmationWasAuthenticated", "true");
    shown.put(Subscription.RAW, "false");
    shown.putAll(subscription.attributes());
    answer.map("Attributes", shown);
  }

  void setSubscriptionAttributes(Form form, Xml answer) {
    form.known(SUBSCRIPTION, NAME, VALUE);
    Subscription present = topics.requireSubscription(form.required(SUBSCRIPTION));
    Subscription changed = present.with(form.required(NAME), form.text(VALUE, ""));
    topics.require(present.topicArn()).subscriptions().put(changed.arn(), changed);
  }
}
