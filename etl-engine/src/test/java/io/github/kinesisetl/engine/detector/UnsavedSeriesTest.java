// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.engine.detector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnsavedSeriesTest {

  private final UnsavedSeries unsaved = new UnsavedSeries(2);

  @Test
  void inOrder_whereAnAlertBegan_comesFirstThenWhatWaitsForLongest() {
    unsaved.add("a", false);
    unsaved.add("b", false);
    unsaved.add("c", true);
    unsaved.add("a", false);
    assertThat(unsaved.inOrder()).containsExactly("c", "a", "b");
    unsaved.remove("c");
    assertThat(unsaved.inOrder()).containsExactly("a", "b");
    assertThat(unsaved.contains("c")).isFalse();
  }

  @Test
  void maySave_asManyAsABatchHas_thenNoMoreUntilTheNext() {
    unsaved.saving();
    assertThat(unsaved.maySave()).isTrue();
    unsaved.saving();
    assertThat(unsaved.maySave()).isFalse();
    unsaved.endBatch();
    assertThat(unsaved.maySave()).isTrue();
  }
}
