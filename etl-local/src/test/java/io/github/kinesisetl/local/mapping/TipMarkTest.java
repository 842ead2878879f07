// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TipMarkTest {

  @Test
  void isSince_shardThatWasNeverRead_isFalseWhateverTheMoment() {
    long before = System.nanoTime();
    var mark = new TipMark(); // a child of a reshard, found while somebody waits
    assertThat(mark.isSince(before - 1)).isFalse();
    assertThat(mark.isSince(0)).isFalse();
  }

  @Test
  void isSince_readThatBeganBeforeOrAfterTheMoment_tellsThemApart() {
    var mark = new TipMark();
    mark.reached(100);
    assertThat(mark.isSince(99)).isTrue();
    assertThat(mark.isSince(100)).isFalse();
    mark.reached(Long.MIN_VALUE + 5); // the clock may run over
    assertThat(mark.isSince(Long.MAX_VALUE - 5)).isTrue();
  }
}
