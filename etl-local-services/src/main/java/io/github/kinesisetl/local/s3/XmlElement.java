// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.s3;

import io.github.kinesisetl.local.service.ServiceError;
import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** An element of a request. Document types and external entities are refused. */
final class XmlElement {

  private static final int MAX_DEPTH = 8;

  private final String name;
  private final StringBuilder text = new StringBuilder();
  private final List<XmlElement> children = new ArrayList<>();

  private XmlElement(String name) {
    this.name = name;
  }

  /** Parses a document whose outermost element has the given name. */
  static XmlElement parse(byte[] body, String name) {
    try {
      XMLStreamReader reader = factory().createXMLStreamReader(new ByteArrayInputStream(body));
      XmlElement root = read(reader);
      if (!root.name.equals(name)) {
        throw malformed("the outermost element must be %s".formatted(name));
      }
      return root;
    } catch (XMLStreamException e) {
      throw malformed("the body is not well-formed XML");
    }
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory;
  }

  private static XmlElement read(XMLStreamReader reader) throws XMLStreamException {
    Deque<XmlElement> open = new ArrayDeque<>();
    var document = new XmlElement("");
    open.push(document);
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          var element = new XmlElement(reader.getLocalName());
          open.element().children.add(element);
          open.push(element);
          if (open.size() > MAX_DEPTH) {
            throw malformed("elements are nested too deeply");
          }
        }
        case XMLStreamConstants.END_ELEMENT -> open.pop();
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
            throw malformed("a document type is not allowed");
        case XMLStreamConstants.CHARACTERS -> open.element().text.append(reader.getText());
        default -> {} // comments and the like
      }
    }
    return document.children.get(0);
  }

  /** Demands that all children have one of the known names. */
  XmlElement knowing(String... known) {
    for (XmlElement child : children) {
      if (!Set.of(known).contains(child.name)) {
        throw ServiceError.of(
            501, "NotImplemented", "%s may hold %s alone", name, String.join(", ", known));
      }
    }
    return this;
  }

  List<XmlElement> all(String child) {
    return children.stream().filter(c -> c.name.equals(child)).toList();
  }

  /** The text of the one child of that name, or null. */
  @Nullable String text(String child) {
    for (XmlElement candidate : children) {
      if (candidate.name.equals(child)) {
        return candidate.text.toString();
      }
    }
    return null;
  }

  String requiredText(String child) {
    String value = text(child);
    if (value == null) {
      throw malformed("%s must hold %s".formatted(name, child));
    }
    return value;
  }

  static ServiceError malformed(String message) {
    return ServiceError.badRequest("MalformedXML", message);
  }
}
