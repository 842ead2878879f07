// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.wire;

import io.github.kinesisetl.local.api.ErrorCode;
import io.github.kinesisetl.local.api.PutEntry;
import io.github.kinesisetl.local.limit.Limits;
import io.github.kinesisetl.local.stream.Account;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What PutRecord and PutRecords say, read token by token. */
final class PutRequest {

  private @Nullable String name;
  private @Nullable String arn;
  private final List<PutEntry> entries = new ArrayList<>();

  private PutRequest() {}

  static PutRequest ofMany(Call call) throws IOException {
    var request = new PutRequest();
    try (FieldScanner scan = call.scan()) {
      scan.enterObject();
      for (String field = scan.nextField(); field != null; field = scan.nextField()) {
        if (field.equals("Records")) {
          request.readEntries(scan);
        } else if (!request.readStream(field, scan)) {
          throw scan.unknownField("StreamName, StreamARN, StreamId, Records");
        }
      }
    }
    return request;
  }

  static PutRequest ofOne(Call call) throws IOException {
    var request = new PutRequest();
    var draft = new Draft();
    try (FieldScanner scan = call.scan()) {
      scan.enterObject();
      for (String field = scan.nextField(); field != null; field = scan.nextField()) {
        // the order is kept for all, so there is nothing to do about SequenceNumberForOrdering
        boolean known =
            draft.read(field, scan)
                || request.readStream(field, scan)
                || field.equals("SequenceNumberForOrdering");
        if (!known) {
          throw scan.unknownField(
              "StreamName, StreamARN, StreamId, Data, PartitionKey, ExplicitHashKey,"
                  + " SequenceNumberForOrdering");
        }
      }
    }
    request.entries.add(draft.finish());
    return request;
  }

  String streamName(Account account) {
    return account.streamName(name, arn);
  }

  List<PutEntry> entries() {
    return entries;
  }

  private boolean readStream(String field, FieldScanner scan) throws IOException {
    switch (field) {
      case "StreamName" -> name = scan.text();
      case "StreamARN" -> arn = scan.text();
      case "StreamId" -> scan.text();
      default -> {
        return false;
      }
    }
    return true;
  }

  private void readEntries(FieldScanner scan) throws IOException {
    scan.enterList();
    while (scan.nextElement()) {
      if (entries.size() == Limits.MAX_PUT_ENTRIES) {
        throw ErrorCode.VALIDATION.error(
            "Records must have 1 to %d entries, but has more", Limits.MAX_PUT_ENTRIES);
      }
      var draft = new Draft();
      for (String field = scan.nextField(); field != null; field = scan.nextField()) {
        if (!draft.read(field, scan)) {
          throw scan.unknownField("Data, PartitionKey, ExplicitHashKey");
        }
      }
      entries.add(draft.finish());
    }
  }

  /** An entry as far as it was read. */
  private static final class Draft {
    private @Nullable String partitionKey;
    private @Nullable String explicitHashKey;
    private byte @Nullable [] data;

    boolean read(String field, FieldScanner scan) throws IOException {
      switch (field) {
        case "Data" -> data = scan.data();
        case "PartitionKey" -> partitionKey = scan.text();
        case "ExplicitHashKey" -> explicitHashKey = scan.text();
        default -> {
          return false;
        }
      }
      return true;
    }

    PutEntry finish() {
      if (data == null) {
        throw Fields.missing("Data");
      }
      return new PutEntry(partitionKey, explicitHashKey, data);
    }
  }
}
