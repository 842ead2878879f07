// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.quickstart;

/** Bytes an event in four forms, as bars. */
final class BytesSection {

  private final EventBytes bytes;

  BytesSection(EventBytes bytes) {
    this.bytes = bytes;
  }

  String html() {
    if (bytes.sampled() == 0 || bytes.dense() == 0) {
      return "";
    }
    return """
    <section>
    <h2>Bytes an event</h2>
    <p class="lead">Stored in dense frames, an event takes <b>%s times fewer</b> bytes than \
    JSON in an entry of its own, <b>%s times fewer</b> than gzip event by event, and <b>%s times \
    fewer</b> than in a KPL aggregate.</p>
    <div class="bars">
    %s%s%s%s</div>
    <p class="aside">Partition keys included. The dense frames are what this \
    run stored; the KPL aggregates, of 50 KiB, were made of the same events; JSON and gzip were \
    measured on %s of them.</p>
    </section>
    """
        .formatted(
            times(bytes.json()),
            times(bytes.gzip()),
            times(bytes.aggregate()),
            bar("", "JSON", "an entry each", bytes.json()),
            bar("", "gzip", "event by event, as in the guide", bytes.gzip()),
            bar("", "KPL aggregate", "not compressed", bytes.aggregate()),
            bar(" ours", "dense frame", "with us", bytes.dense()),
            Html.count(bytes.sampled()));
  }

  private String times(double other) {
    return Html.decimal(other / bytes.dense(), 1);
  }

  private String bar(String style, String name, String note, double size) {
    double widest = Math.max(bytes.json(), Math.max(bytes.gzip(), bytes.aggregate()));
    return """
    <div class="bar%s"><p class="name"><b>%s</b> %s</p>\
    <div class="track"><div class="fill" style="width:%s%%"></div></div>\
    <p class="size">%s&#160;B</p><p class="ratio">%s</p></div>
    """
        .formatted(
            style,
            Html.escape(name),
            Html.escape(note),
            Html.place(100 * size / Math.max(widest, bytes.dense())),
            Html.decimal(size, 1),
            style.isEmpty() ? times(size) + "\u00d7 ours" : "1\u00d7");
  }
}
