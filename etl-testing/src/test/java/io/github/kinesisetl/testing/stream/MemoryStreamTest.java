// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.testing.stream;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.kinesisetl.producer.spi.Entry;
import io.github.kinesisetl.producer.spi.EntryResult;
import io.github.kinesisetl.producer.spi.FailureKind;
import io.github.kinesisetl.producer.spi.RecordSender;
import io.github.kinesisetl.producer.spi.ShardDirectory;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MemoryStreamTest extends RecordSenderContract {

  private final MemoryStream stream = new MemoryStream(3);

  @Override
  protected RecordSender sender() {
    return stream;
  }

  @Override
  protected ShardDirectory directory() {
    return stream;
  }

  @Override
  protected List<Entry> stored(String shardId) {
    return stream.stored().stream()
        .filter(stored -> stored.shardId().equals(shardId))
        .map(MemoryStream.Stored::entry)
        .toList();
  }

  @Override
  protected void breakDown() {
    var failed = new EntryResult.Failed("ServiceUnavailable", FailureKind.TRANSIENT);
    stream.failing(entry -> Optional.of(failed));
  }

  @Test
  void send_moreThanTheServiceTakes_isRefused() {
    var entry = new Entry("k", null, new byte[1]);
    for (List<Entry> request :
        List.of(
            List.<Entry>of(),
            Collections.nCopies(501, entry),
            List.of(new Entry("k", null, new byte[1 << 20])),
            Collections.nCopies(6, new Entry("k", null, new byte[1_000_000])))) {
      assertThatIllegalArgumentException().isThrownBy(() -> stream.send(request));
    }
  }
}
