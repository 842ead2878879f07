// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.oracle;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.opentest4j.TestAbortedException;

/**
 * Knows where an oracle differs from AWS's documentation: a check in the table may fail, any other
 * must pass. Does nothing to our own server.
 */
public final class OracleDifferences implements InvocationInterceptor {

  private static final Path TABLE = Path.of("oracle", "DIFFERENCES.md");

  /** Made by JUnit. */
  public OracleDifferences() {}

  @Override
  public void interceptTestMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    judge(invocation, method.getExecutable().getName());
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    judge(invocation, method.getExecutable().getName());
  }

  private static void judge(Invocation<@Nullable Void> invocation, String check) throws Throwable {
    if (!Boolean.getBoolean("oracle")) {
      invocation.proceed();
      return;
    }
    String difference = table().get(check);
    try {
      invocation.proceed();
    } catch (AssertionError | RuntimeException e) {
      if (difference == null || e instanceof TestAbortedException) {
        throw e;
      }
      throw new TestAbortedException("known difference: " + difference, e);
    }
  }

  /** By check: what the oracle does instead. */
  private static Map<String, String> table() throws IOException {
    return Files.readAllLines(TABLE).stream()
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.split("\\|", -1))
        .collect(
            Collectors.toMap(
                cells -> cells[1].strip().replace("`", ""), cells -> cells[2].strip()));
  }
}
