// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.wire;

import io.github.kinesisetl.local.api.AccountUse;
import io.github.kinesisetl.local.api.NewStream;
import io.github.kinesisetl.local.api.StreamMode;
import io.github.kinesisetl.local.api.StreamView;
import io.github.kinesisetl.local.stream.Account;
import io.github.kinesisetl.local.stream.ShardCatalog;
import io.github.kinesisetl.local.stream.ShardFilter;
import io.github.kinesisetl.local.stream.StreamCatalog;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The operations that create, delete and show streams. */
final class StreamOperations {

  private static final int DEFAULT_STREAMS = 100;
  private static final int DEFAULT_SHARDS = 100;
  private static final int MAX_PAGE = 10_000;

  private final Target target;
  private final StreamCatalog streams;
  private final ShardCatalog shards;

  StreamOperations(Account account) {
    this.target = new Target(account);
    this.streams = new StreamCatalog(account);
    this.shards = new ShardCatalog(account);
  }

  void addTo(Map<String, Operation> operations) {
    operations.put("CreateStream", this::createStream);
    operations.put("DeleteStream", this::deleteStream);
    operations.put("DescribeStream", this::describeStream);
    operations.put("DescribeStreamSummary", this::describeStreamSummary);
    operations.put("ListStreams", this::listStreams);
    operations.put("DescribeLimits", this::describeLimits);
  }

  private void createStream(Call call) throws IOException {
    Fields fields =
        call.fields(
            "StreamName",
            "ShardCount",
            "StreamModeDetails",
            "Tags",
            "WarmThroughputMiBps",
            "MaxRecordSizeInKiB");
    Fields details = fields.object("StreamModeDetails", "StreamMode");
    streams.create(
        new NewStream(
            fields.requiredText("StreamName"),
            details == null
                ? StreamMode.PROVISIONED
                : details.requiredChoice("StreamMode", StreamMode.class),
            fields.number("ShardCount"),
            fields.number("MaxRecordSizeInKiB"),
            fields.number("WarmThroughputMiBps"),
            fields.textMap("Tags")));
  }

  private void deleteStream(Call call) throws IOException {
    Fields fields = call.fields("StreamName", "StreamARN", "StreamId", "EnforceConsumerDeletion");
    streams.delete(target.stream(fields), fields.flag("EnforceConsumerDeletion"));
  }

  private void describeStream(Call call) throws IOException {
    Fields fields =
        call.fields("StreamName", "StreamARN", "StreamId", "Limit", "ExclusiveStartShardId");
    String name = target.stream(fields);
    int limit = fields.limit("Limit", DEFAULT_SHARDS, MAX_PAGE);
    StreamView view = streams.view(name);
    ShardCatalog.Page page =
        shards.list(name, ShardFilter.ALL, fields.text("ExclusiveStartShardId"), limit);
    AnswerWriter answer = call.answer().object("StreamDescription");
    writeView(answer, view);
    ShardOperations.writeShards(answer, page.shards());
    answer.flag("HasMoreShards", page.nextToken() != null).end();
  }

  private void describeStreamSummary(Call call) throws IOException {
    StreamView view =
        streams.view(target.stream(call.fields("StreamName", "StreamARN", "StreamId")));
    StreamView.Settings settings = view.settings();
    AnswerWriter answer = call.answer().object("StreamDescriptionSummary");
    writeView(answer, view);
    answer
        .number("OpenShardCount", view.openShards())
        .number("ConsumerCount", view.consumers())
        .number("MaxRecordSizeInKiB", settings.maxRecordKib())
        .text("RecordDistributionStrategy", settings.distribution().name());
    if (settings.warmThroughputMibps() != null) {
      SettingsOperations.writeWarmThroughput(answer, settings.warmThroughputMibps());
    }
    answer.end();
  }

  private void listStreams(Call call) throws IOException {
    Fields fields = call.fields("Limit", "ExclusiveStartStreamName", "NextToken");
    int limit = fields.limit("Limit", DEFAULT_STREAMS, MAX_PAGE);
    String token = fields.text("NextToken");
    List<StreamView> rest =
        streams.list(token == null ? fields.text("ExclusiveStartStreamName") : token);
    List<StreamView> page = rest.subList(0, Math.min(limit, rest.size()));
    boolean more = rest.size() > page.size();
    AnswerWriter answer =
        call.answer()
            .texts("StreamNames", page.stream().map(StreamView::name).toList())
            .flag("HasMoreStreams", more)
            .text("NextToken", more ? page.get(page.size() - 1).name() : null)
            .list("StreamSummaries");
    for (StreamView view : page) {
      answer.element();
      writeHead(answer, view);
      answer.end();
    }
    answer.end();
  }

  private void describeLimits(Call call) throws IOException {
    call.fields();
    AccountUse use = streams.use();
    call.answer()
        .number("ShardLimit", use.shardLimit())
        .number("OpenShardCount", use.openShards())
        .number("OnDemandStreamCount", use.onDemandStreams())
        .number("OnDemandStreamCountLimit", use.onDemandStreamLimit());
  }

  private static void writeHead(AnswerWriter answer, StreamView view) {
    answer
        .text("StreamName", view.name())
        .text("StreamARN", view.arn())
        .text("StreamStatus", view.status().name())
        .time("StreamCreationTimestamp", view.created().toEpochMilli())
        .object("StreamModeDetails")
        .text("StreamMode", view.settings().mode().name())
        .end();
  }

  private static void writeView(AnswerWriter answer, StreamView view) {
    StreamView.Settings settings = view.settings();
    writeHead(answer, view);
    answer
        .number("RetentionPeriodHours", settings.retentionHours())
        .list("EnhancedMonitoring")
        .element()
        .texts("ShardLevelMetrics", settings.shardLevelMetrics())
        .end()
        .end()
        .text("EncryptionType", settings.encryptionKeyId() == null ? "NONE" : "KMS")
        .text("KeyId", settings.encryptionKeyId());
  }
}
