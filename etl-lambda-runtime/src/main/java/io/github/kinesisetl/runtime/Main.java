// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.runtime;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.util.Map;

/**
 * Runs a stream handler in Lambda, instead of the runtime client. The handler's class is the first
 * argument, or else {@code _HANDLER}; {@code AWS_LAMBDA_RUNTIME_API} says where Lambda listens, as
 * it does in images, on runtimes of the operating system alone, and behind {@code
 * AWS_LAMBDA_EXEC_WRAPPER}. It ends only when Lambda ends it, or cannot be spoken to.
 *
 * <p>It takes no handlers but {@link RequestStreamHandler}, runs no hooks of SnapStart, and serves
 * one invocation at a time.
 */
public final class Main {

  private static final int OUT_OF_ORDER = 1;

  private Main() {}

  /**
   * Serves invocations.
   *
   * @param arguments the handler's class, or nothing
   */
  public static void main(String[] arguments) {
    Map<String, String> environment = System.getenv();
    try {
      run(
          arguments.length > 0 ? arguments[0] : environment.getOrDefault("_HANDLER", ""),
          environment);
    } catch (Throwable e) { // of the handler's start, of the connection, or of the machine
      System.err.println("etl-lambda-runtime: " + e);
      System.exit(OUT_OF_ORDER); // threads of the handler's would keep a process that serves nobody
    }
  }

  /** Serves invocations until that is no longer possible, and says why. */
  static void run(String name, Map<String, String> environment) throws Throwable {
    try (var api = new RuntimeApi(environment.getOrDefault("AWS_LAMBDA_RUNTIME_API", ""))) {
      var loop = new RuntimeLoop(api, handler(name, environment, api), environment);
      while (true) {
        loop.serve();
      }
    }
  }

  private static RequestStreamHandler handler(
      String name, Map<String, String> environment, RuntimeApi api) throws Throwable {
    try {
      if (environment.getOrDefault("AWS_LAMBDA_INITIALIZATION_TYPE", "").equals("snap-start")) {
        throw new IllegalStateException(
            "etl-lambda-runtime takes no snapshots: turn SnapStart off, or use Lambda's own runtime");
      }
      return Handlers.named(name);
    } catch (Throwable e) { // the border to the user's code: Lambda must hear of whatever it was
      ErrorReport report = ErrorReport.of(e);
      System.out.println(report.json()); // with its messages, since there is no payload yet
      api.failInit(report);
      throw e;
    }
  }
}
