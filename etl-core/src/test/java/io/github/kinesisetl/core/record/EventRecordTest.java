// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EventRecordTest {

  @Test
  void of_keyOutOfRange_namesRangeAndLength() {
    assertThat(EventRecord.of("k".repeat(256), new byte[0]).partitionKey()).hasSize(256);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventRecord.of("", new byte[0]))
        .withMessage("partitionKey must have 1 to 256 characters, but has 0; hash long keys first");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventRecord.of("k".repeat(257), new byte[0]))
        .withMessageContaining("has 257");
  }

  @Test
  void of_rangeOutsideTheArray_isRefused() {
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> EventRecord.of("k", new byte[4], 2, 3));
  }

  @Test
  void toString_anyRecord_tellsNoPayloadAndNoKey() {
    byte[] secret = "4111 1111".getBytes(StandardCharsets.UTF_8);
    assertThat(EventRecord.of("card", secret).toString())
        .isEqualTo("EventRecord[keyChars=4, sizeBytes=9]");
  }

  @Test
  void eventId_textForm_isReadBack() {
    var id = new EventId(-1L, 12, 3);
    assertThat(id).hasToString("ffffffffffffffff-12-3");
    assertThat(EventId.parse(id.toString())).contains(id);
    assertThat(new EventId(1, 0, 0)).hasToString("0000000000000001-0-0");
    for (String bad : new String[] {"", "1-2-3", "ffffffffffffffff-1", "gggggggggggggggg-1-2"}) {
      assertThat(EventId.parse(bad)).isEmpty();
    }
  }
}
