// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.kinesisetl.local.service.ServiceResponse;

/** An answer in XML. Not safe for use by many threads. */
final class Xml {

  private static final int OK = 200;

  private final StringBuilder text =
      new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");

  /** Opens the outermost element of an answer, which has S3's namespace. */
  static Xml answer(String name) {
    var xml = new Xml();
    xml.text.append('<').append(name).append(" xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">");
    return xml;
  }

  /** Opens an error, which has no namespace. */
  static Xml error() {
    return new Xml().open("Error");
  }

  Xml open(String name) {
    text.append('<').append(name).append('>');
    return this;
  }

  Xml close(String name) {
    text.append("</").append(name).append('>');
    return this;
  }

  Xml leaf(String name, Object value) {
    return open(name).plain(value.toString()).close(name);
  }

  Xml plain(String plain) {
    for (int i = 0; i < plain.length(); i++) {
      escape(plain.charAt(i));
    }
    return this;
  }

  private void escape(char c) {
    switch (c) {
      case '<' -> text.append("&lt;");
      case '>' -> text.append("&gt;");
      case '&' -> text.append("&amp;");
      case '"' -> text.append("&quot;");
      default -> {
        if (c < ' ') {
          text.append("&#").append((int) c).append(';');
        } else {
          text.append(c);
        }
      }
    }
  }

  ServiceResponse response() {
    return response(OK);
  }

  ServiceResponse response(int status) {
    return ServiceResponse.of(status, "application/xml", text.toString().getBytes(UTF_8));
  }
}
