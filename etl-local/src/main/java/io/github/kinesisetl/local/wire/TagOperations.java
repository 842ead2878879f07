// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.wire;

import io.github.kinesisetl.local.limit.Limits;
import io.github.kinesisetl.local.stream.Account;
import io.github.kinesisetl.local.stream.ConsumerRegistry;
import io.github.kinesisetl.local.stream.Tags;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** The operations on tags. */
final class TagOperations {

  private final Target target;
  private final Tags tags;
  private final ConsumerRegistry consumers;

  TagOperations(Account account) {
    this.target = new Target(account);
    this.tags = new Tags(account);
    this.consumers = new ConsumerRegistry(account);
  }

  void addTo(Map<String, Operation> operations) {
    operations.put("AddTagsToStream", this::addTagsToStream);
    operations.put("RemoveTagsFromStream", this::removeTagsFromStream);
    operations.put("ListTagsForStream", this::listTagsForStream);
    operations.put("TagResource", this::tagResource);
    operations.put("UntagResource", this::untagResource);
    operations.put("ListTagsForResource", this::listTagsForResource);
  }

  private void addTagsToStream(Call call) throws IOException {
    Fields fields = call.fields("StreamName", "StreamARN", "StreamId", "Tags");
    tags.add(target.stream(fields), fields.textMap("Tags"));
  }

  private void removeTagsFromStream(Call call) throws IOException {
    Fields fields = call.fields("StreamName", "StreamARN", "StreamId", "TagKeys");
    tags.remove(target.stream(fields), fields.texts("TagKeys"));
  }

  private void listTagsForStream(Call call) throws IOException {
    Fields fields =
        call.fields("StreamName", "StreamARN", "StreamId", "ExclusiveStartTagKey", "Limit");
    SortedMap<String, String> all = tags.list(target.stream(fields));
    String after = fields.text("ExclusiveStartTagKey");
    List<Map.Entry<String, String>> rest = new ArrayList<>(all.entrySet());
    rest.removeIf(tag -> after != null && tag.getKey().compareTo(after) <= 0);
    int limit = fields.limit("Limit", Limits.MAX_TAGS, Limits.MAX_TAGS);
    AnswerWriter answer = call.answer();
    writeTags(answer, rest.subList(0, Math.min(limit, rest.size())));
    answer.flag("HasMoreTags", rest.size() > limit);
  }

  private void tagResource(Call call) throws IOException {
    Fields fields = call.fields("ResourceARN", "StreamId", "Tags");
    if (Target.isConsumer(fields)) {
      consumers.editTags(consumer(fields), fields.textMap("Tags"), List.of());
    } else {
      tags.add(target.streamByResource(fields), fields.textMap("Tags"));
    }
  }

  private void untagResource(Call call) throws IOException {
    Fields fields = call.fields("ResourceARN", "StreamId", "TagKeys");
    if (Target.isConsumer(fields)) {
      consumers.editTags(consumer(fields), Map.of(), fields.texts("TagKeys"));
    } else {
      tags.remove(target.streamByResource(fields), fields.texts("TagKeys"));
    }
  }

  private void listTagsForResource(Call call) throws IOException {
    Fields fields = call.fields("ResourceARN", "StreamId");
    SortedMap<String, String> all =
        Target.isConsumer(fields)
            ? consumers.tags(consumer(fields))
            : tags.list(target.streamByResource(fields));
    writeTags(call.answer(), List.copyOf(all.entrySet()));
  }

  private ConsumerRegistry.Name consumer(Fields fields) {
    return consumers.parse(fields.requiredText("ResourceARN"));
  }

  private static void writeTags(AnswerWriter answer, List<Map.Entry<String, String>> tags) {
    answer.list("Tags");
    for (Map.Entry<String, String> tag : tags) {
      answer.element().text("Key", tag.getKey()).text("Value", tag.getValue()).end();
    }
    answer.end();
  }
}
