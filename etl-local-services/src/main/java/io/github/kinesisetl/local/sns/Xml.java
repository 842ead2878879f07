// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.sns;

import io.github.kinesisetl.local.service.ServiceError;
import io.github.kinesisetl.local.service.ServiceResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/** Writes the answers of the query protocol. Not safe for use by many threads. */
final class Xml {

  private static final String NAMESPACE = "http://sns.amazonaws.com/doc/2010-03-31/";
  private static final String TYPE = "text/xml";
  private static final int OK = 200;
  private static final int SERVER_ERROR = 500;

  private final StringBuilder text = new StringBuilder();

  static ServiceResponse answer(String action, Consumer<Xml> result) {
    var xml = new Xml();
    xml.text.append("<%sResponse xmlns=\"%s\">".formatted(action, NAMESPACE));
    xml.element(action + "Result", result);
    xml.element("ResponseMetadata", x -> x.element("RequestId", UUID.randomUUID().toString()));
    xml.text.append("</%sResponse>".formatted(action));
    return ServiceResponse.of(OK, TYPE, xml.bytes());
  }

  static ServiceResponse error(ServiceError error) {
    var xml = new Xml();
    xml.text.append("<ErrorResponse xmlns=\"%s\">".formatted(NAMESPACE));
    xml.element(
        "Error",
        x ->
            x.element("Type", error.httpStatus() >= SERVER_ERROR ? "Receiver" : "Sender")
                .element("Code", error.code())
                .element("Message", error.getMessage()));
    xml.element("RequestId", UUID.randomUUID().toString());
    xml.text.append("</ErrorResponse>");
    return ServiceResponse.of(error.httpStatus(), TYPE, xml.bytes());
  }

  Xml element(String name, Consumer<Xml> content) {
    text.append('<').append(name).append('>');
    content.accept(this);
    text.append("</").append(name).append('>');
    return this;
  }

  Xml element(String name, String content) {
    return element(name, x -> x.text.append(escaped(content)));
  }

  /** A map of texts as the query protocol has it. */
  Xml map(String name, Map<String, String> map) {
    return element(
        name,
        x ->
            map.forEach((key, value) ->
                x.element("entry", e -> e.element("key", key).element("value", value))));
  }

  private byte[] bytes() {
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String escaped(String content) {
    return content
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\r", "&#13;")
        .replaceAll("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]", "?"); // XML has no way to write these
  }
}
