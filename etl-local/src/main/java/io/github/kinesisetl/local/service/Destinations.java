// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How a service of a server sends to a resource of another one, without knowing it: by ARN. Safe
 * for use by many threads.
 */
public final class Destinations {

  private static final int SERVICE_FIELD = 2;

  private final Map<String, Destination> byService = new ConcurrentHashMap<>();

  /** Starts without destinations. */
  public Destinations() {}

  /**
   * Offers the resources of a service.
   *
   * @param service the service as ARNs name it, such as {@code sqs}
   * @param destination takes what is sent to any of them
   */
  public void register(String service, Destination destination) {
    byService.put(service, destination);
  }

  /**
   * Sends a message to a resource.
   *
   * @param arn the resource
   * @param message in the words of the service that gets it
   * @throws ServiceError if there is no such resource or it refuses the message
   */
  public void send(String arn, ObjectNode message) {
    String[] fields = arn.split(":", -1);
    Destination destination =
        fields.length > SERVICE_FIELD ? byService.get(fields[SERVICE_FIELD]) : null;
    if (destination == null) {
      throw ServiceError.badRequest("InvalidParameter", "nothing here takes messages for %s", arn);
    }
    destination.send(arn, message);
  }

  /** The resources of one service. */
  @FunctionalInterface
  public interface Destination {

    /**
     * Takes a message.
     *
     * @param arn the resource
     * @param message what is sent to it
     * @throws ServiceError if there is no such resource or it refuses the message
     */
    void send(String arn, ObjectNode message);
  }
}
