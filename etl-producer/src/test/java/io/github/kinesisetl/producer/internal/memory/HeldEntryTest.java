// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.kinesisetl.producer.spi.Entry;
import org.junit.jupiter.api.Test;

class HeldEntryTest {

  private static final int BESIDE = 500;
  private static final Entry ENTRY = new Entry("k", null, new byte[80], 70);

  @Test
  void ready_smallerThanWhatWasReserved_givesTheRestBack() {
    var held = new HeldEntry(2_000, BESIDE);
    assertThat(held.entry()).isNull();
    assertThat(held.ready(ENTRY, 7)).isEqualTo(2_000 - BESIDE - 80);
    assertThat(held.reservedBytes()).isEqualTo(BESIDE + 80);
    assertThat(held.entry()).isSameAs(ENTRY);
    assertThat(held.readyNanos()).isEqualTo(7);
  }

  @Test
  void ready_largerThanWhatWasReserved_keepsTheReservation() {
    var held = new HeldEntry(510, BESIDE);
    assertThat(held.ready(ENTRY, 0)).isZero();
    assertThat(held.reservedBytes()).isEqualTo(510);
  }

  @Test
  void reserved_entryThatWasThereFromTheStart_holdsAllThatWasReserved() {
    assertThat(HeldEntry.reserved(ENTRY, 900, 0).reservedBytes()).isEqualTo(900);
    assertThat(HeldEntry.of(ENTRY, BESIDE, 0).reservedBytes()).isEqualTo(BESIDE + 80);
  }

  @Test
  void spilledTo_andBack_holdsTheBytesOnlyWhileTheyAreInMemory() {
    HeldEntry held = HeldEntry.of(ENTRY, BESIDE, 0);
    Entry withheld = held.withhold();
    assertThat(held.entry()).isNull();
    var place = new SpilledEntry("k", null, new SpillFile.Extent(0, 70));
    assertThat(held.spilledTo(place, withheld)).isEqualTo(80);
    assertThat(held.reservedBytes()).isEqualTo(BESIDE);
    assertThat(held.spilled()).isEqualTo(place);
    var fromDisk = new Entry("k", null, new byte[72], 70);
    held.loaded(fromDisk);
    assertThat(held.spilled()).isNull();
    assertThat(held.entry()).isSameAs(fromDisk);
    assertThat(held.reservedBytes()).isEqualTo(BESIDE + 72);
  }

  @Test
  void restore_entryThatDidNotGoToDisk_isAsBefore() {
    HeldEntry held = HeldEntry.of(ENTRY, BESIDE, 0);
    held.restore(held.withhold());
    assertThat(held.entry()).isSameAs(ENTRY);
    assertThat(held.reservedBytes()).isEqualTo(BESIDE + 80);
  }
}
