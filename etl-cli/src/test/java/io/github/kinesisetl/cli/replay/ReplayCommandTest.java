// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.cli.replay;

import static io.github.kinesisetl.cli.replay.ReplayRig.letter;
import static io.github.kinesisetl.cli.replay.ReplayRig.numbered;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.cli.EtlCli;
import io.github.kinesisetl.core.compress.Compressor;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command, with endpoint, region and credentials where the SDK's default chain finds them. */
class ReplayCommandTest {

  private static final String PAYLOAD = "payload-that-nobody-prints";
  private static final String CREDENTIAL = "credential-that-nobody-prints";

  private final ReplayRig rig = new ReplayRig();
  private final StopRequest request = new StopRequest();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Map<String, String> properties =
      Map.of(
          "aws.endpointUrl",
          rig.local.endpoint().toString(),
          "aws.region",
          rig.local.region(),
          "aws.accessKeyId",
          CREDENTIAL,
          "aws.secretAccessKey",
          CREDENTIAL);

  @BeforeEach
  void setProperties() {
    properties.forEach(System::setProperty);
  }

  @AfterEach
  void close() {
    properties.keySet().forEach(System::clearProperty);
    assertThat(out() + err()).doesNotContain(PAYLOAD).doesNotContain(CREDENTIAL);
    rig.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "--to events!--from must be given: kinesis:<stream>, s3://<bucket>/<prefix> or sqs:",
        "--from s3://b/p!--to must be given: a stream's name, or --dry-run",
        "--from!Missing required parameter for option '--from' (<source>)",
        "--from ftp://x --to e!--from must be kinesis:<stream>, s3://<bucket>/<prefix> or sqs:",
        "--from kinesis: --to e!--from must be kinesis:<stream>, s3://<bucket>/<prefix> or sqs:",
        "--from s3:///p --to e!--from must be kinesis:<stream>, s3://<bucket>/<prefix> or sqs:",
        "--from sqs:http://q --to e!--from must be kinesis:<stream>, s3://<bucket>/<prefix> or sqs:",
        "--from sqs:http://q|http://b --to e!--from must be kinesis:<stream>, s3://<bucket>/<prefix>",
        "--from kinesis:a --to a!--to must not be the stream of letters, but is a",
        "--from s3://b/p --to a/b!--to must be a stream's name of 1 to 128 letters",
        "--from s3://b/p --to e --max-letters 0!--max-letters must be a number from 1 on, but is '0'",
        "--from s3://b/p --to e --max-letters x!Invalid value for option '--max-letters': 'x' is not a long",
        "--from s3://b/p --to e --since 2026-01-01T00:00:00Z!--since and --until must not be given",
        "--from kinesis:a --to e --since yesterday!Invalid value for option '--since': must be a time such as 2026-11-26T08:00:00Z",
        "--from kinesis:a --to e --until 2999-01-01T00:00:00Z!--until must not be in the future",
        "--from kinesis:a --to e --since 2999-01-01T00:00:00Z!--since must not be after --until",
        "--delete-all!Unknown option: '--delete-all'"
      })
  void run_wrongOptions_endsWithTwoAndSaysInOneLineWhatTheyMayBe(String arguments, String message) {
    assertThat(run(arguments.split(" "))).isEqualTo(2);
    assertThat(err()).startsWith(message).endsWith("; see etl replay --help\n").hasLineCount(1);
    assertThat(out()).isEmpty();
  }

  @Test
  void run_help_printsTheOptions() {
    assertThat(run("--help")).isZero();
    assertThat(out())
        .startsWith("Usage: etl replay ")
        .contains("--from", "--to", "--dry-run", "--keep", "--max-letters", "--stage", "--reason")
        .contains("--since", "--until", "Status: 0 all stored");
    assertThat(err()).isEmpty();
  }

  @Test
  void run_lettersOfEverySource_endsWithTheLedger() throws Exception {
    rig.writeToQueue(
        List.of(letter("large", new byte[300_000]), letter("a", PAYLOAD.getBytes(UTF_8))));
    rig.writeToBucket(numbered(0, 3, 3), Compressor.zstd(3));
    rig.writeToStream(numbered(3, 7, 4));
    assertThat(run("--from", "sqs:" + rig.queueUrl + "|s3://claims/large", "--to", "events"))
        .isZero();
    assertThat(run("--from", "s3://lake/dead", "--to", "events")).isZero();
    assertThat(run("--from", "kinesis:letters", "--to", "events")).isZero();
    assertThat(out())
        .isEqualTo(
            """
            replay: letters=2 stored=2 left=0 unreadable=0 filtered=0
            replay: letters=3 stored=3 left=0 unreadable=0 filtered=0
            replay: letters=4 stored=4 left=0 unreadable=0 filtered=0
            """);
    assertThat(err())
        .matches("replay: the stream keeps its letters; for later ones, say --since 20\\S+Z\n");
    assertThat(rig.stored()).hasSize(9);
    assertThat(rig.messages()).isEmpty();
    assertThat(rig.objects()).isEmpty();
  }

  @Test
  void run_dryRun_countsByStageAndReason() throws Exception {
    rig.writeToBucket(
        List.of(
            letter("validate", "/price: missing", "a", PAYLOAD.getBytes(UTF_8)),
            letter("validate", "/price: missing", "b", new byte[0]),
            letter("decode", "not JSON", "c", new byte[0])),
        Compressor.gzip());
    assertThat(run("--from", "s3://lake/dead", "--dry-run")).isZero();
    assertThat(out())
        .isEqualTo(
            """
            dry run: letters=2 stage=validate reason=/price: missing
            dry run: letters=1 stage=decode reason=not JSON
            replay: letters=3 stored=0 left=3 unreadable=0 filtered=0
            """);
    assertThat(rig.stored()).isEmpty();
    assertThat(rig.objects()).hasSize(1);
  }

  @Test
  void run_filters_leaveWhatTheyDoNotMatch() throws Exception {
    rig.writeToQueue(
        List.of(
            letter("validate", "/price: missing", "a", new byte[0]),
            letter("validate", "/user: missing", "b", new byte[0]),
            letter("decode", "/price: not JSON", "c", new byte[0]),
            letter("sink", "/price: too large", "d", new byte[0])));
    String queue = "sqs:" + rig.queueUrl + "|s3://claims/large";
    assertThat(
            run(
                ("--from " + queue + " --to events --stage validate --stage decode --reason /price")
                    .split(" ")))
        .isZero();
    assertThat(out()).isEqualTo("replay: letters=4 stored=2 left=2 unreadable=0 filtered=2\n");
    assertThat(rig.messages()).hasSize(2);
    assertThat(run("--from", queue, "--to", "events", "--keep", "--max-letters", "1")).isZero();
    assertThat(rig.messages()).hasSize(2);
  }

  @Test
  void run_timesOfAStream_takesWhatArrivedBetween() throws Exception {
    rig.writeToStream(numbered(0, 3, 3));
    assertThat(
            run("--from", "kinesis:letters", "--to", "events", "--until", "2020-01-01T00:00:00Z"))
        .isZero();
    assertThat(
            run("--from", "kinesis:letters", "--to", "events", "--since", "2020-01-01T00:00:00Z"))
        .isZero();
    assertThat(rig.stored()).hasSize(3);
  }

  @Test
  void run_somethingThatStays_endsWithOneAndNamesIt() throws Exception {
    rig.putObject("a", PAYLOAD.getBytes(UTF_8));
    rig.writeToQueue(List.of(letter("a", new byte[2 << 20])));
    assertThat(run("--from", "s3://lake/dead", "--to", "events")).isEqualTo(1);
    assertThat(run("--from", "sqs:" + rig.queueUrl + "|s3://claims/large", "--to", "events"))
        .isEqualTo(1);
    assertThat(run("--from", "s3://nowhere/dead", "--to", "events")).isEqualTo(1);
    assertThat(run("--from", "s3://lake/dead", "--to", "nowhere")).isEqualTo(1);
    assertThat(err())
        .contains("replay: s3://lake/dead/a, line 1, stays: not a dead letter")
        .contains("replay: 1 letters stay: Refused: RecordTooLarge")
        .contains("replay: stopped: S3 answered NoSuchBucket")
        .contains("replay: cannot describe stream nowhere");
    assertThat(out())
        .isEqualTo(
            """
            replay: letters=0 stored=0 left=0 unreadable=1 filtered=0
            replay: letters=1 stored=0 left=1 unreadable=0 filtered=0
            replay: letters=0 stored=0 left=0 unreadable=0 filtered=0
            """);
  }

  @Test
  void progress_secondsApart_isPrintedOnce() {
    var now = new Instant[] {Instant.EPOCH};
    var console = new Console(() -> now[0], print(out), print(err));
    for (int second = 0; second < 12; second++) {
      console.progress(new ReplayReport.Counts(second, 0, 0, 0, 0));
      now[0] = now[0].plus(Duration.ofSeconds(1));
    }
    assertThat(err())
        .isEqualTo(
            """
            so far: letters=5 unreadable=0 stored=0, behind by up to a page
            so far: letters=10 unreadable=0 stored=0, behind by up to a page
            """);
  }

  @Test
  void run_askedToStop_endsBehindAPageAndShowsWhatIsLeft() throws Exception {
    rig.writeToQueue(numbered(0, 2_100, 2_100));
    var thread = new Thread(request::stopAndWait, "stop");
    thread.start();
    while (!request.isMade()) {
      Thread.onSpinWait();
    }
    String queue = "sqs:" + rig.queueUrl + "|s3://claims/large";
    assertThat(run("--from", queue, "--to", "events")).isEqualTo(1);
    request.ended();
    thread.join();
    assertThat(out())
        .isEqualTo("replay: letters=2000 stored=2000 left=0 unreadable=0 filtered=0\n");
    assertThat(err()).isEqualTo("replay: stopped: it was asked to\n");
    assertThat(rig.messages()).hasSize(100);
  }

  private int run(String... arguments) {
    List<String> line = new ArrayList<>(List.of("replay"));
    line.addAll(List.of(arguments));
    return EtlCli.commandLine(rig.local.clock(), request)
        .setOut(print(out))
        .setErr(print(err))
        .execute(line.toArray(String[]::new));
  }

  private static PrintWriter print(ByteArrayOutputStream to) {
    return new PrintWriter(to, true, UTF_8);
  }

  private String out() {
    return out.toString(UTF_8);
  }

  private String err() {
    return err.toString(UTF_8);
  }
}
