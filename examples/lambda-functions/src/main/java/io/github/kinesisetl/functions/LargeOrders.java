// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.functions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.kinesisetl.core.pipeline.ProcessingResult;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Filtered;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Passed;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Rejected;
import io.github.kinesisetl.lambda.deploy.CustomFunction;
import java.util.Map;

/** Passes large orders on. Where to is in the environment, as for the functions that come ready. */
public final class LargeOrders extends CustomFunction {

  /** A handler as the environment says. */
  public LargeOrders() {
    this(System.getenv());
  }

  LargeOrders(Map<String, String> environment) {
    super(LargeOrders::process, environment);
  }

  private static ProcessingResult<ObjectNode> process(ObjectNode order) {
    if (!order.path("amount").isNumber()) {
      return new Rejected<>("large-orders", "amount is not a number");
    }
    return order.get("amount").doubleValue() < 1_000
        ? new Filtered<>("a small order")
        : new Passed<>(order.put("large", true));
  }
}
