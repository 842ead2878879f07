// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.sns;

import io.github.kinesisetl.local.service.Service;
import io.github.kinesisetl.local.service.ServiceContext;
import io.github.kinesisetl.local.service.ServiceError;
import io.github.kinesisetl.local.service.ServiceName;
import io.github.kinesisetl.local.service.ServiceRequest;
import io.github.kinesisetl.local.service.ServiceResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Amazon SNS in memory, in AWS's query protocol. Safe for use by many threads. */
public final class SnsService implements Service {

  private static final String FORM = "application/x-www-form-urlencoded";

  private final Topics topics;
  private final Map<String, BiConsumer<Form, Xml>> operations = new TreeMap<>();

  /**
   * Starts without topics.
   *
   * @param context where the service lives, with the destinations of what is published; beyond its
   *     bytes it forgets what was published first
   */
  public SnsService(ServiceContext context) {
    this.topics = new Topics(context);
    var onTopics = new TopicOperations(topics);
    var publishing = new PublishOperations(topics, context.destinations());
    operations.put("CreateTopic", onTopics::create);
    operations.put("DeleteTopic", onTopics::delete);
    operations.put("ListTopics", onTopics::list);
    operations.put("GetTopicAttributes", onTopics::attributes);
    operations.put("SetTopicAttributes", onTopics::setAttributes);
    operations.put("Subscribe", onTopics::subscribe);
    operations.put("Unsubscribe", onTopics::unsubscribe);
    operations.put("ListSubscriptions", onTopics::listSubscriptions);
    operations.put("ListSubscriptionsByTopic", onTopics::listSubscriptionsByTopic);
    operations.put("GetSubscriptionAttributes", onTopics::subscriptionAttributes);
    operations.put("SetSubscriptionAttributes", onTopics::setSubscriptionAttributes);
    operations.put("Publish", publishing::publish);
    operations.put("PublishBatch", publishing::publishBatch);
  }

  /**
   * Creates a topic, or finds it.
   *
   * @param name 1 to 256 letters, digits and {@code _-}; FIFO if it ends in {@code .fifo}
   * @return its ARN
   * @throws ServiceError if the name is not allowed
   */
  public String createTopic(String name) {
    synchronized (topics) {
      return topics
          .create(name, name.endsWith(".fifo") ? Map.of(Topic.FIFO, "true") : Map.of())
          .arn();
    }
  }

  /**
   * Shows what was published to a topic, even if nobody had subscribed.
   *
   * @param topicName the topic
   * @return the messages in the order of publishing, empty for an unknown topic
   */
  public List<PublishedMessage> published(String topicName) {
    synchronized (topics) {
      return topics.published(topicName);
    }
  }

  /** Forgets what was published; topics and subscriptions stay. */
  public void forgetPublished() {
    synchronized (topics) {
      topics.forget();
    }
  }

  @Override
  public ServiceName name() {
    return ServiceName.SNS;
  }

  /** Takes forms, unless their signature names another service. */
  @Override
  public boolean takes(ServiceRequest request) {
    String type = request.header("content-type");
    String signature = request.header("authorization");
    return request.method().equals("POST")
        && request.path().equals("/")
        && type != null
        && type.toLowerCase(Locale.ROOT).startsWith(FORM)
        && request.header("x-amz-target") == null
        && isMeant(signature);
  }

  private static boolean isMeant(@Nullable String signature) {
    return signature == null || signature.contains("/sns/") || !signature.contains("Credential=");
  }

  @Override
  public ServiceResponse answer(ServiceRequest request) {
    try {
      Form form = Form.parse(request.body());
      String action = form.text("Action", "");
      BiConsumer<Form, Xml> operation = operations.get(action);
      if (operation == null) {
        throw Refusal.of(
            "InvalidAction", "there is no such operation here; there are %s", operations.keySet());
      }
      return Xml.answer(
          action,
          xml -> {
            synchronized (topics) {
              operation.accept(form, xml);
            }
          });
    } catch (ServiceError e) {
      return Xml.error(e);
    }
  }

  @Override
  public ServiceResponse refuse(ServiceRequest request, ServiceError error) {
    return Xml.error(error);
  }
}
