// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.quickstart;

import java.util.Locale;

/** An SVG drawing that grows and shrinks with the page. Its looks are in {@link ReportStyle}. */
final class SvgChart {

  /** All charts have one width, so that their times lie one below the other. */
  static final int WIDTH = 640;

  private final int height;
  private final String title;
  private final String description;
  private final StringBuilder body = new StringBuilder();

  /** A drawing; title and description are what people hear who do not see it. */
  SvgChart(int height, String title, String description) {
    this.height = height;
    this.title = title;
    this.description = description;
  }

  /** Adds an element, drawn above those before it. */
  void add(String element) {
    body.append(element).append('\n');
  }

  /** Adds a text whose anchor is start, middle or end; the text is escaped here. */
  void text(double x, double y, String style, String text) {
    add(
        "<text x=\"%s\" y=\"%s\" class=\"%s\">%s</text>"
            .formatted(Html.place(x), Html.place(y), style, Html.escape(text)));
  }

  /** Adds a straight line. */
  void rule(Dot from, Dot to, String style) {
    add(
        "<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" class=\"%s\"/>"
            .formatted(
                Html.place(from.x()),
                Html.place(from.y()),
                Html.place(to.x()),
                Html.place(to.y()),
                style));
  }

  /** The whole element. */
  @Override
  public String toString() {
    String id = title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return """
    <svg viewBox="0 0 %d %d" role="img" aria-labelledby="t-%s d-%s">
    <title id="t-%s">%s</title>
    <desc id="d-%s">%s</desc>
    %s</svg>
    """
        .formatted(
            WIDTH, height, id, id, id, Html.escape(title), id, Html.escape(description), body);
  }
}
