// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.local.KinesisLocalMain.Start;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KinesisLocalMainTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void run_allOptions_startsAndSaysWhere() {
    var start =
        (Start.Running) run("--port", "0", "--streams", "a:1,b:2", "--tls", "--enforce-limits");
    try (KinesisLocal server = start.server()) {
      assertThat(out.toString(UTF_8))
          .contains(server.endpoint().toString(), server.tlsEndpoint().toString(), "b: 2");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--port x, needs a number",
    "--port 65536, 0 to 65535",
    "--port, needs a value",
    "--streams a, <name>:<shards>",
    "--streams a:0, ShardCount must be 1",
    "'--streams a:1,a:2', twice",
    "--fly, unknown option --fly",
    "--region X, region must match"
  })
  void run_wrongOption_saysWhatIsWrong(String arguments, String message) {
    assertThat(run(arguments.split(" ", -1))).isEqualTo(new Start.Ended(2));
    assertThat(err.toString(UTF_8)).contains(message, "Usage:");
  }

  @Test
  void run_portInUse_saysSo() {
    try (KinesisLocal first = KinesisLocal.start()) {
      String port = Integer.toString(first.endpoint().getPort());
      assertThat(run("--port", port)).isEqualTo(new Start.Ended(1));
      assertThat(err.toString(UTF_8)).contains("cannot listen on 127.0.0.1:" + port);
    }
  }

  @Test
  void run_help_showsTheOptions() {
    assertThat(run("--help")).isEqualTo(new Start.Ended(0));
    assertThat(out.toString(UTF_8)).contains("--streams");
  }

  private Start run(String... arguments) {
    return KinesisLocalMain.run(
        arguments, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
  }
}
