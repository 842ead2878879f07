// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.cli.replay.StopRequest;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;

@Timeout(60)
class EtlCliTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-01T00:00:00Z"));

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final StopRequest request = new StopRequest();

  @Test
  void run_help_namesTheCommands() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).startsWith("Usage: etl ").contains("plan", "replay", "local");
    assertThat(run("plan", "--help")).isZero();
    assertThat(out.toString()).contains("Usage: etl plan ", "--records-per-second=<number>");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "fly!Unmatched argument at index 0: 'fly'!etl",
        "plan!Missing required options: '--records-per-second=<number>', '--record-bytes=<number>'"
            + "!etl plan",
        "plan --nonsense 1 --record-bytes 1 --records-per-second 1!Unknown options: '--nonsense'"
            + "!etl plan",
        "plan --record-bytes many!Invalid value for option '--record-bytes': 'many' is not a double"
            + "!etl plan",
        "plan --record-bytes 97 --records-per-second -1!recordsPerSecond must be 0!etl plan",
        "plan --record-bytes 97 --records-per-second 1 --current-shards 0!from must be!etl plan",
        "local --port 70000!port must be 0 to 65535, but is 70000!etl local",
        "local --streams a!--streams must be <name>:<shards>!etl local",
        "local --streams a:1,a:1!already exists!etl local",
        "local --region X!region must match!etl local"
      })
  void run_wrongOptions_endsWithTwoAndOneLine(String arguments, String message, String command) {
    assertThat(run(arguments.split(" "))).isEqualTo(2);
    assertThat(err.toString())
        .contains(message)
        .endsWith("; see " + command + " --help" + System.lineSeparator())
        .hasLineCount(1);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void run_withoutACommand_saysSo() {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString()).isEqualToIgnoringNewLines("a command must be given; see etl --help");
  }

  @Test
  void plan_ofALoad_printsBothPlansAndTheCost() {
    assertThat(run("plan", "--records-per-second", "10000", "--record-bytes", "97")).isZero();
    assertThat(out.toString())
        .contains("13 shards: entries written bind")
        .contains("UpdateShardCount with 2, 4, 8, 13")
        .contains("BatchSize ")
        .contains("The guide's formula would say 10 shards.")
        .contains("Provisioned: $")
        .contains("On-demand: $");
  }

  @Test
  void plan_ofAPackedLoad_needsFewerShards() {
    String[] load = {
      "plan", "--records-per-second=10000", "--record-bytes=97", "--current-shards=4"
    };
    assertThat(run(load)).isZero();
    assertThat(run(with(load, "--records-per-entry=500", "--compression-ratio=6"))).isZero();
    assertThat(out.toString()).containsSubsequence("13 shards: entries written bind", "1 shard: ");
  }

  @Test
  void local_runsUntilItIsAskedToEnd() throws Exception {
    var command =
        new Thread(() -> run("local", "--streams", "orders:2,clicks:1", "--tls"), "local");
    command.start();
    while (!out.toString().contains("(self-signed)")) {
      Thread.onSpinWait();
    }
    Matcher ready = Pattern.compile("http://127\\.0\\.0\\.1:\\d+").matcher(out.toString());
    assertThat(ready.find()).isTrue();
    URI endpoint = URI.create(ready.group());
    try (KinesisClient kinesis =
            KinesisClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .build();
        S3Client s3 =
            S3Client.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .build()) {
      assertThat(kinesis.listStreams().streamNames()).containsExactly("clicks", "orders");
      assertThat(s3.listBuckets().buckets()).isEmpty();
    }
    var stop = new Thread(request::stopAndWait, "stop");
    stop.start();
    command.join();
    request.ended();
    stop.join();
  }

  private int run(String... arguments) {
    return EtlCli.commandLine(CLOCK, request)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  private static String[] with(String[] arguments, String... more) {
    String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return all;
  }
}
