// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.wire;

import java.io.IOException;

/** One operation of the service. */
@FunctionalInterface
interface Operation {

  /** Reads the call, does it, and writes the answer; an IOException means a malformed body. */
  void run(Call call) throws IOException;
}
