// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * AWS JSON 1.0 and 1.1: the operation in a header, an object in, an object out. Safe for use by
 * many threads, if its operations are.
 *
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html">AWS JSON 1.0</a>
 */
public final class JsonProtocol {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int OK = 200;

  private final String targetPrefix;
  private final String contentType;
  private final Map<String, Operation> operations;

  /**
   * Offers operations.
   *
   * @param targetPrefix what stands before the operation in X-Amz-Target
   * @param contentType {@code application/x-amz-json-1.0} or {@code 1.1}
   * @param operations by AWS's own names
   */
  public JsonProtocol(
      String targetPrefix, String contentType, Map<String, ? extends Operation> operations) {
    this.targetPrefix = targetPrefix;
    this.contentType = contentType;
    this.operations = new TreeMap<>(operations);
  }

  /**
   * Recognises a request by its target.
   *
   * @param request a request
   * @return whether the target has this protocol's prefix
   */
  public boolean takes(ServiceRequest request) {
    return request.operation(targetPrefix) != null;
  }

  /**
   * Runs the operation that a request names.
   *
   * @param request a request that this protocol takes
   * @return the operation's answer, or what was wrong
   */
  public ServiceResponse answer(ServiceRequest request) {
    try {
      return ServiceResponse.of(OK, contentType, bytes(run(request)));
    } catch (ServiceError e) {
      return refuse(e);
    } catch (IOException e) {
      return refuse(
          ServiceError.badRequest("SerializationException", "the body is not a valid JSON object"));
    }
  }

  /**
   * Writes an error.
   *
   * @param error why a request is refused
   * @return the answer
   */
  public ServiceResponse refuse(ServiceError error) {
    ObjectNode body = error.details();
    body.put("__type", error.code()).put("message", error.getMessage());
    return ServiceResponse.of(error.httpStatus(), contentType, bytes(body))
        .with("x-amzn-errortype", error.code());
  }

  private ObjectNode run(ServiceRequest request) throws IOException {
    Operation operation = operations.get(String.valueOf(request.operation(targetPrefix)));
    if (operation == null) {
      throw ServiceError.badRequest(
          "UnknownOperationException",
          "there is no such operation here; there are %s",
          operations.keySet());
    }
    JsonNode body = MAPPER.readTree(request.body());
    if (!(body instanceof ObjectNode object)) {
      throw ServiceError.badRequest("SerializationException", "the body must be a JSON object");
    }
    return operation instanceof LocatedOperation located
        ? located.run(object, request)
        : operation.run(object);
  }

  private static byte[] bytes(ObjectNode body) {
    try {
      return MAPPER.writeValueAsBytes(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a tree in memory can be written
    }
  }

  /** One operation. */
  @FunctionalInterface
  public interface Operation {

    /**
     * Does what a request asks for.
     *
     * @param request the body of the request
     * @return the body of the answer
     * @throws ServiceError if the request is refused
     */
    ObjectNode run(ObjectNode request);
  }

  /** One operation that needs more of its request than the body, such as the Host header. */
  @FunctionalInterface
  public interface LocatedOperation extends Operation {

    /**
     * Does what a request asks for.
     *
     * @param body the body of the request
     * @param request all of the request
     * @return the body of the answer
     * @throws ServiceError if the request is refused
     */
    ObjectNode run(ObjectNode body, ServiceRequest request);

    @Override
    default ObjectNode run(ObjectNode request) {
      return run(request, new ServiceRequest("POST", "/", Map.of(), new byte[0]));
    }
  }
}
