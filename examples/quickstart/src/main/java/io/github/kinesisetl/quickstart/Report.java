// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes what a run came to as one page that needs nothing beside itself. */
final class Report {

  private static final String FOOTER =
      """
      <footer>
      <h2>How this page was made</h2>
      <p>By one run of <code>./mvnw -q -pl examples/quickstart -am test-compile exec:exec</code>, which \
      needs no account and no container.</p>
      <p>Data: 10,000 lines of a web server\u2019s log of May 2015 from the elastic/examples \
      repository (apache_logs), Copyright Elastic, Apache License 2.0, the last octet of each address \
      set to 0. Series and windows from the Numenta Anomaly Benchmark, Copyright 2014 Numenta, MIT \
      License. Status codes from RFC 9110 and the IANA HTTP Status Code Registry.</p>
      </footer>
      """;

  private final JobResult result;
  private final EventBytes bytes;

  Report(JobResult result, EventBytes bytes) {
    this.result = result;
    this.bytes = bytes;
  }

  /** Writes the page, in place of what was there. */
  void write(Path file) throws IOException {
    Files.writeString(file, page());
  }

  /** The page; well-formed XML too. */
  String page() {
    var ledger = new LedgerSection(result);
    return """
    <!DOCTYPE html>
    <html lang="en" xmlns="http://www.w3.org/1999/xhtml">
    <head>
    <meta charset="utf-8"/>
    <meta name="viewport" content="width=device-width, initial-scale=1"/>
    <meta name="color-scheme" content="light dark"/>
    <title>kinesis-streaming-etl: quickstart report</title>
    <style>
    %s</style>
    </head>
    <body>
    <main>
    %s%s%s%s%s%s%s</main>
    %s</body>
    </html>
    """
        .formatted(
            ReportStyle.CSS,
            ledger.header(),
            new RunSection(result).html(),
            new ShardSection(result).html(),
            new SeriesSection(result).html(),
            new BytesSection(bytes).html(),
            new PlanSection(result).html(),
            ledger.deadLetters(),
            FOOTER);
  }
}
