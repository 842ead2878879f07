// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.pipeline.DeadLetterCodec;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.RecordBuffer;
import io.github.kinesisetl.core.record.RecordPosition;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

final class ReportTest {

  @TempDir Path folder;

  @Test
  void page_fullRun_isWellFormedWithDescribedCharts() throws Exception {
    Document page = parsed(report(ReportRun.full(ledger())).page());

    List<Element> charts =
        elements(page, "svg").stream().filter(svg -> svg.hasAttribute("role")).toList();
    assertThat(charts).hasSize(4); // throughput, lag, shards, one series
    assertThat(charts)
        .allSatisfy(svg -> {
          assertThat(svg.getElementsByTagName("title").item(0).getTextContent()).isNotBlank();
          assertThat(svg.getElementsByTagName("desc").item(0).getTextContent()).isNotBlank();
        });
  }

  @Test
  void page_fullRun_needsNothingFromOutside() throws Exception {
    assertThat(report(ReportRun.full(ledger())).page())
        .doesNotContain("<script", "<link", "src=", "href=", "url(", "@import");
  }

  @Test
  void page_balancedLedger_holdsItsFigures() throws Exception {
    deliver(1_200);
    Document page = parsed(report(ReportRun.full(ledger(1_200))).page());

    assertThat(figures(page))
        .containsExactly(
            "produced 1,200", "delivered 1,200", "dead letters 0", "duplicates 0", "lost 0");
    assertThat(text(page)).contains("Balanced.").doesNotContain("NOT balanced");
  }

  @Test
  void page_lostEvents_saysNotBalanced() throws Exception {
    deliver(1_199);
    Document page = parsed(report(ReportRun.full(ledger(1_200))).page());

    assertThat(figures(page)).contains("delivered 1,199", "lost 1");
    assertThat(text(page)).contains("NOT balanced");
  }

  @Test
  void page_hostileReason_isEscaped() throws Exception {
    byte[] broken = "broken".getBytes(StandardCharsets.UTF_8);
    var produced = new Produced();
    produced.add(ReplayEvent.broken("key", broken));
    bury(broken, "<script>alert('x')</script> & \u0007");
    String html = report(ReportRun.full(Ledger.of(produced, folder))).page();

    assertThat(html).doesNotContain("<script");
    assertThat(text(parsed(html))).contains("<script>alert('x')</script> & \ufffd");
  }

  @Test
  void page_emptyRun_isWellFormed() throws Exception {
    Document page = parsed(report(ReportRun.empty(folder)).page());

    assertThat(figures(page)).contains("produced 0", "lost 0");
    assertThat(text(page)).contains("Throughput").doesNotContain("NaN", "Infinity", "Anomalies");
  }

  @Test
  void page_alerts_toldApartByShapeAndCounted() throws Exception {
    String html = report(ReportRun.full(ledger())).page();

    assertThat(html)
        .contains("<b>1 of 2</b> known windows alerted, <b>1</b> alert outside")
        .containsOnlyOnce("in a known window. Peak at 2 Nov 2014 06:00: observed 77.25, expected")
        .containsOnlyOnce("outside the known windows. Peak at 3 Nov 2014 12:00: observed 3,")
        .contains("alerted</span>", "missed</span>");
  }

  @Test
  void page_reshard_namesShardsAndMoment() throws Exception {
    assertThat(text(parsed(report(ReportRun.full(ledger())).page())))
        .contains("after 2.0\u00a0s: shard 0 gave way to shard 2.", "1 to 1 shards");
  }

  @Test
  void write_existingFile_isReplaced() throws Exception {
    Path file = folder.resolve("report.html");
    Files.writeString(file, "before");
    report(ReportRun.empty(folder)).write(file);

    assertThat(file).content().startsWith("<!DOCTYPE html>").endsWith("</html>\n");
  }

  private Ledger ledger() throws IOException {
    return ledger(0);
  }

  private Ledger ledger(int events) throws IOException {
    var produced = new Produced();
    for (int number = 0; number < events; number++) {
      ObjectNode event = JsonNodeFactory.instance.objectNode().put(ReplayEvent.NUMBER, number);
      produced.add(ReplayEvent.good("key", event));
    }
    return Ledger.of(produced, folder);
  }

  private void deliver(int events) throws IOException {
    Path file = Files.createDirectories(folder.resolve("enriched")).resolve("events.jsonl");
    Files.write(
        file,
        IntStream.range(0, events)
            .mapToObj(i -> "{\"event_id\":\"e%d\",\"number\":%d}".formatted(i, i))
            .toList());
  }

  private void bury(byte[] data, String reason) throws IOException {
    var buffer = new RecordBuffer(512);
    new DeadLetterCodec()
        .encode(
            new DeadLetter(
                "read",
                reason,
                new RecordPosition("shardId-000000000000", "1", 0),
                EventRecord.of("key", data)),
            buffer);
    buffer.write('\n');
    Path file = Files.createDirectories(folder.resolve("dead-letters")).resolve("letters.jsonl");
    Files.write(file, buffer.toByteArray());
  }

  /** The figures of the ledger, each as name and number. */
  private static Report report(JobResult result) throws IOException {
    return new Report(result, EventBytes.of(result));
  }

  private static List<String> figures(Document page) {
    return list(elements(page, "dl").get(0).getElementsByTagName("div")).stream()
        .map(figure -> figure.getTextContent().replaceFirst("([a-z])([0-9-])", "$1 $2"))
        .toList();
  }

  private static String text(Document page) {
    return page.getDocumentElement().getTextContent();
  }

  private static List<Element> elements(Document page, String name) {
    return list(page.getElementsByTagName(name));
  }

  private static List<Element> list(NodeList nodes) {
    return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i)).toList();
  }

  private static Document parsed(String html)
      throws ParserConfigurationException, IOException, SAXException {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(html)));
  }
}
