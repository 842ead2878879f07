// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.quickstart;

import io.github.kinesisetl.quickstart.TimeAxis.Tick;
import java.util.List;

/**
 * A rectangle of a drawing in which data are shown. It draws into the chart, and holds no more.
 *
 * @param chart what is drawn on
 * @param x from the left edge to the right one
 * @param y from the lower edge to the upper one
 */
record Plot(SvgChart chart, Scale x, Scale y) {

  /** Room on the left where the grid's labels stand. */
  static final double GUTTER = 46;

  /** Room on the right, for marks on the last moment. */
  static final double MARGIN = 8;

  private static final double LABEL_DROP = 5;

  /** Half of what a character takes on a small screen, where letters are large in the drawing. */
  private static final double HALF_LETTER = 5.5;

  /** Lines at the ticks. */
  void grid(List<Double> ticks) {
    for (int i = 0; i < ticks.size(); i++) {
      double place = y.at(ticks.get(i));
      String style = i == 0 ? "base" : "grid";
      chart.rule(new Dot(0, place), new Dot(SvgChart.WIDTH, place), style);
    }
  }

  /** Labels that stand on the grid, drawn after the data; the highest names the unit. */
  void labels(List<Double> ticks, String unit) {
    for (int i = 0; i < ticks.size(); i++) {
      String label = Html.brief(ticks.get(i));
      boolean isLast = i == ticks.size() - 1;
      String text = isLast ? (label + " " + unit).strip() : label;
      chart.text(0, y.at(ticks.get(i)) - 3, "tick", text);
    }
  }

  /** Moments below the plot; of neighbours on a small screen only every other has a label. */
  void moments(List<Tick> ticks, double below) {
    for (int i = 0; i < ticks.size(); i++) {
      double place = x.at(ticks.get(i).at());
      chart.rule(new Dot(place, below), new Dot(place, below + LABEL_DROP), "base");
      chart.text(
          place,
          below + LABEL_DROP,
          "moment " + anchor(place, ticks.get(i).label()) + (i % 2 == 1 ? " odd" : ""),
          ticks.get(i).label());
    }
  }

  /** How a text at a place must hang so that it stays inside the drawing. */
  static String anchor(double place, String text) {
    double half = text.length() * HALF_LETTER;
    if (place < half) {
      return "start";
    }
    return place + half > SvgChart.WIDTH ? "end" : "middle";
  }

  void line(List<Dot> dots, String style) {
    chart.add("<path class=\"line %s\" d=\"%s\"/>".formatted(style, path(dots)));
  }

  /** The curve filled down to the lower edge. */
  void area(List<Dot> dots, String style) {
    if (dots.isEmpty()) {
      return;
    }
    String left = Html.place(x.at(dots.get(0).x()));
    String right = Html.place(x.at(dots.get(dots.size() - 1).x()));
    String floor = Html.place(y.start());
    chart.add(
        "<path class=\"area %s\" d=\"%sL%s %sL%s %sZ\"/>"
            .formatted(style, path(dots), right, floor, left, floor));
  }

  private String path(List<Dot> dots) {
    var path = new StringBuilder();
    for (Dot dot : dots) {
      path.append(path.isEmpty() ? 'M' : 'L')
          .append(Html.place(x.at(dot.x())))
          .append(' ')
          .append(Html.place(y.at(dot.y())));
    }
    return path.isEmpty() ? "M0 0" : path.toString();
  }

  /** A stretch of time from the upper edge to a place below the plot; at least 2 units wide. */
  void band(double from, double to, double below, String style) {
    double left = x.at(from);
    chart.add(
        "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" class=\"%s\"/>"
            .formatted(
                Html.place(left),
                Html.place(y.end()),
                Html.place(Math.max(2, x.at(to) - left)),
                Html.place(below - y.end()),
                style));
  }
}
