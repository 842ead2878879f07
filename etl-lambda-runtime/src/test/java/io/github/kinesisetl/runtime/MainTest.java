// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.runtime;

import static io.github.kinesisetl.runtime.ScriptedServer.invocation;
import static io.github.kinesisetl.runtime.ScriptedServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {

  private static final String INIT_ERROR = "POST /2018-06-01/runtime/init/error ";

  @ParameterizedTest
  @CsvSource({
    "'', there is no class ''",
    "no.such.Handler, there is no class 'no.such.Handler'",
    "java.lang.String, must be a RequestStreamHandler",
    "io.github.kinesisetl.runtime.MainTest$Abstract, must be a public class",
    "io.github.kinesisetl.runtime.MainTest$Hidden, must be a public class",
    "io.github.kinesisetl.runtime.MainTest$Failing, ETL_SINK must be given",
    "io.github.kinesisetl.runtime.MainTest$FailingEarly, ETL_SINK must be known"
  })
  void run_handlerThatCannotBeMade_tellsLambdaWhy(String name, String why) throws Exception {
    try (var server = new ScriptedServer(status(202))) {
      assertThatThrownBy(() -> run(name, server)).isNotInstanceOf(IOException.class);
      assertThat(server.requests()).singleElement().asString().startsWith(INIT_ERROR).contains(why);
    }
  }

  @Test
  void run_forASnapshot_isRefused() throws Exception {
    try (var server = new ScriptedServer(status(202))) {
      Map<String, String> environment =
          Map.of(
              "AWS_LAMBDA_RUNTIME_API",
              server.address(),
              "AWS_LAMBDA_INITIALIZATION_TYPE",
              "snap-start");
      assertThatThrownBy(() -> Main.run(Length.class.getName(), environment))
          .hasMessageContaining("turn SnapStart off");
      assertThat(server.requests()).singleElement().asString().startsWith(INIT_ERROR);
    }
  }

  @ParameterizedTest
  @CsvSource({"''", "::handleRequest"})
  void run_classWithOrWithoutItsMethod_servesUntilLambdaCannotBeSpokenTo(String method)
      throws Exception {
    try (var server = new ScriptedServer(invocation("id", "four"), status(202), status(500))) {
      assertThatIOException()
          .isThrownBy(() -> run(Length.class.getName() + method, server))
          .withMessage("the Runtime API answered invocation/next with status 500");
      assertThat(server.requests()).contains("POST /2018-06-01/runtime/invocation/id/response 4");
    }
  }

  private static void run(String name, ScriptedServer server) throws Throwable {
    Main.run(name, Map.of("AWS_LAMBDA_RUNTIME_API", server.address()));
  }

  /** Answers with how long the payload is. */
  public static class Length implements RequestStreamHandler {
    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
        throws IOException {
      output.write('0' + input.readAllBytes().length);
    }
  }

  /** Cannot be made at all. */
  public abstract static class Abstract extends Length {}

  /** Cannot be made from outside. */
  public static final class Hidden extends Length {
    private Hidden() {}
  }

  /** Cannot be made as it is set. */
  public static final class Failing extends Length {
    public Failing() {
      throw new IllegalArgumentException("ETL_SINK must be given");
    }
  }

  /** Cannot be loaded as it is set. */
  public static final class FailingEarly extends Length {
    static {
      if (!FailingEarly.class.getName().isEmpty()) {
        throw new IllegalArgumentException("ETL_SINK must be known");
      }
    }
  }
}
