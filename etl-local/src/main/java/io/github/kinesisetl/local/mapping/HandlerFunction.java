// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.mapping;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * A handler as Lambda's own runtime invokes it: with streams, and a context of each invocation.
 *
 * @param handler the handler
 * @param environment what it is told of itself
 */
record HandlerFunction(RequestStreamHandler handler, FunctionEnvironment environment)
    implements LambdaFunction {

  @Override
  public byte[] invoke(byte[] payload) throws IOException {
    var answer = new ByteArrayOutputStream();
    var context = new InvocationContext(environment, System::nanoTime);
    handler.handleRequest(new ByteArrayInputStream(payload), answer, context);
    return answer.toByteArray();
  }
}
