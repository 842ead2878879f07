// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.wire;

import io.github.kinesisetl.local.api.ErrorCode;
import io.github.kinesisetl.local.api.HashKey;
import io.github.kinesisetl.local.api.ShardView;
import io.github.kinesisetl.local.stream.Account;
import io.github.kinesisetl.local.stream.Resharding;
import io.github.kinesisetl.local.stream.ShardCatalog;
import io.github.kinesisetl.local.stream.ShardFilter;
import io.github.kinesisetl.local.stream.StreamCatalog;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The operations on shards. */
final class ShardOperations {

  private static final String NEW_START = "NewStartingHashKey";

  private static final int DEFAULT_PAGE = 1000;
  private static final int MAX_PAGE = 10_000;

  private final Target target;
  private final ShardCatalog shards;
  private final StreamCatalog streams;
  private final Resharding resharding;

  ShardOperations(Account account) {
    this.target = new Target(account);
    this.shards = new ShardCatalog(account);
    this.streams = new StreamCatalog(account);
    this.resharding = new Resharding(account);
  }

  void addTo(Map<String, Operation> operations) {
    operations.put("ListShards", this::listShards);
    operations.put("SplitShard", this::splitShard);
    operations.put("MergeShards", this::mergeShards);
    operations.put("UpdateShardCount", this::updateShardCount);
  }

  private void listShards(Call call) throws IOException {
    Fields fields =
        call.fields(
            "StreamName",
            "StreamARN",
            "StreamId",
            "NextToken",
            "ExclusiveStartShardId",
            "MaxResults",
            "StreamCreationTimestamp",
            "ShardFilter");
    int limit = fields.limit("MaxResults", DEFAULT_PAGE, MAX_PAGE);
    ShardCatalog.Page page = page(fields, limit);
    AnswerWriter answer = call.answer();
    writeShards(answer, page.shards());
    answer.text("NextToken", page.nextToken());
  }

  private ShardCatalog.Page page(Fields fields, int limit) {
    String token = fields.text("NextToken");
    if (token == null) {
      return shards.list(
          target.stream(fields), filter(fields), fields.text("ExclusiveStartShardId"), limit);
    }
    if (fields.text("StreamName") != null || fields.text("ExclusiveStartShardId") != null) {
      throw ErrorCode.INVALID_ARGUMENT.error(
          "NextToken must be given without StreamName and ExclusiveStartShardId");
    }
    return shards.list(token, limit);
  }

  private static ShardFilter filter(Fields fields) {
    Fields filter = fields.object("ShardFilter", "Type", "ShardId", "Timestamp");
    if (filter == null) {
      return ShardFilter.ALL;
    }
    return new ShardFilter(
        filter.requiredChoice("Type", ShardFilter.Type.class),
        filter.text("ShardId"),
        filter.time("Timestamp"));
  }

  private void splitShard(Call call) throws IOException {
    Fields fields = call.fields("StreamName", "StreamARN", "StreamId", "ShardToSplit", NEW_START);
    resharding.split(
        target.stream(fields),
        fields.requiredText("ShardToSplit"),
        HashKey.parse(NEW_START, fields.requiredText(NEW_START)));
  }

  private void mergeShards(Call call) throws IOException {
    Fields fields =
        call.fields("StreamName", "StreamARN", "StreamId", "ShardToMerge", "AdjacentShardToMerge");
    resharding.merge(
        target.stream(fields),
        fields.requiredText("ShardToMerge"),
        fields.requiredText("AdjacentShardToMerge"));
  }

  private void updateShardCount(Call call) throws IOException {
    Fields fields =
        call.fields("StreamName", "StreamARN", "StreamId", "TargetShardCount", "ScalingType");
    String name = target.stream(fields);
    int wanted = fields.requiredNumber("TargetShardCount");
    fields.requiredChoice("ScalingType", ScalingType.class);
    int before = resharding.updateShardCount(name, wanted);
    call.answer()
        .text("StreamName", name)
        .number("CurrentShardCount", before)
        .number("TargetShardCount", wanted)
        .text("StreamARN", streams.view(name).arn());
  }

  static void writeShards(AnswerWriter answer, List<ShardView> shards) {
    answer.list("Shards");
    for (ShardView shard : shards) {
      answer
          .element()
          .text("ShardId", shard.id())
          .text("ParentShardId", parent(shard, 0))
          .text("AdjacentParentShardId", parent(shard, 1));
      writeRange(answer, shard);
      answer
          .object("SequenceNumberRange")
          .text("StartingSequenceNumber", shard.startingSequenceNumber())
          .text("EndingSequenceNumber", shard.endingSequenceNumber())
          .end()
          .end();
    }
    answer.end();
  }

  static void writeChildren(AnswerWriter answer, List<ShardView> children) {
    answer.list("ChildShards");
    for (ShardView child : children) {
      answer.element().text("ShardId", child.id()).texts("ParentShards", child.parentIds());
      writeRange(answer, child);
      answer.end();
    }
    answer.end();
  }

  private static void writeRange(AnswerWriter answer, ShardView shard) {
    answer
        .object("HashKeyRange")
        .text("StartingHashKey", shard.range().start().toString())
        .text("EndingHashKey", shard.range().end().toString())
        .end();
  }

  private static @Nullable String parent(ShardView shard, int index) {
    return index < shard.parentIds().size() ? shard.parentIds().get(index) : null;
  }

  private enum ScalingType {
    UNIFORM_SCALING
  }
}
