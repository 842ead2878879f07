// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.runtime;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.lang.reflect.InvocationTargetException;

/** Makes the handler that a function is set to. Stateless. */
final class Handlers {

  private static final String METHOD = "::handleRequest";

  private Handlers() {}

  /**
   * Makes a handler.
   *
   * @param name its class, with or without {@code ::handleRequest}
   * @throws Throwable what its constructor throws
   * @throws IllegalArgumentException if there is no such class, it is no stream handler, or it
   *     cannot be made
   */
  static RequestStreamHandler named(String name) throws Throwable {
    String className =
        name.endsWith(METHOD) ? name.substring(0, name.length() - METHOD.length()) : name;
    Class<?> type;
    try {
      type = Class.forName(className);
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(
          "_HANDLER, or the first argument, must name a class, with or without %s, but there is no class '%s'"
              .formatted(METHOD, className),
          e);
    }
    if (!RequestStreamHandler.class.isAssignableFrom(type)) {
      throw new IllegalArgumentException(
          "a handler must be a RequestStreamHandler, but %s is none".formatted(className));
    }
    try {
      return (RequestStreamHandler) type.getDeclaredConstructor().newInstance();
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      throw cause == null ? e : cause;
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          "a handler must be a public class with a public constructor without arguments, but %s is none"
              .formatted(className),
          e);
    }
  }
}
