// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.core.pipeline.ProcessingResult.Failed;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Filtered;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Passed;
import io.github.kinesisetl.core.pipeline.ProcessingResult.Rejected;
import org.junit.jupiter.api.Test;

class ProcessorTest {

  private static final Processor<String, Integer> LENGTH =
      text ->
          switch (text) {
            case "skip" -> new Filtered<>("skipped");
            case "bad" -> new Rejected<>("length", "bad");
            case "later" -> new Failed<>("length", "later");
            default -> new Passed<>(text.length());
          };

  @Test
  void then_onlyWhatPassed_reachesTheNextStage() {
    Processor<String, Integer> doubled = LENGTH.then(length -> new Passed<>(length * 2));
    assertThat(doubled.process("four")).isEqualTo(new Passed<>(8));
    assertThat(doubled.process("skip")).isEqualTo(new Filtered<>("skipped"));
    assertThat(doubled.process("bad")).isEqualTo(new Rejected<>("length", "bad"));
    assertThat(doubled.process("later")).isEqualTo(new Failed<>("length", "later"));
  }
}
