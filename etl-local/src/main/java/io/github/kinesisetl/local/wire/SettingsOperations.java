// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.wire;

import io.github.kinesisetl.local.api.Distribution;
import io.github.kinesisetl.local.api.StreamMode;
import io.github.kinesisetl.local.api.StreamView;
import io.github.kinesisetl.local.stream.Account;
import io.github.kinesisetl.local.stream.SettingsEditor;
import io.github.kinesisetl.local.stream.StreamCatalog;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The operations that change what can be set on a stream. */
final class SettingsOperations {

  private final Target target;
  private final SettingsEditor editor;
  private final StreamCatalog streams;

  SettingsOperations(Account account) {
    this.target = new Target(account);
    this.editor = new SettingsEditor(account);
    this.streams = new StreamCatalog(account);
  }

  void addTo(Map<String, Operation> operations) {
    operations.put("IncreaseStreamRetentionPeriod", this::increaseRetention);
    operations.put("DecreaseStreamRetentionPeriod", this::decreaseRetention);
    operations.put("UpdateStreamMode", this::updateStreamMode);
    operations.put("UpdateMaxRecordSize", this::updateMaxRecordSize);
    operations.put("UpdateStreamWarmThroughput", this::updateWarmThroughput);
    operations.put("UpdateStreamRecordDistributionStrategy", this::updateDistribution);
    operations.put("StartStreamEncryption", this::startEncryption);
    operations.put("StopStreamEncryption", this::stopEncryption);
    operations.put("EnableEnhancedMonitoring", call -> monitoring(call, true));
    operations.put("DisableEnhancedMonitoring", call -> monitoring(call, false));
    operations.put("PutResourcePolicy", this::putPolicy);
    operations.put("GetResourcePolicy", this::getPolicy);
    operations.put("DeleteResourcePolicy", this::deletePolicy);
  }

  private void increaseRetention(Call call) throws IOException {
    Fields fields = call.fields("StreamName", "StreamARN", "StreamId", "RetentionPeriodHours");
    editor.increaseRetention(target.stream(fields), fields.requiredNumber("RetentionPeriodHours"));
  }

  private void decreaseRetention(Call call) throws IOException {
    Fields fields = call.fields("StreamName", "StreamARN", "StreamId", "RetentionPeriodHours");
    editor.decreaseRetention(target.stream(fields), fields.requiredNumber("RetentionPeriodHours"));
  }

  private void updateStreamMode(Call call) throws IOException {
    Fields fields =
        call.fields("StreamARN", "StreamId", "StreamModeDetails", "WarmThroughputMiBps");
    Fields details = fields.object("StreamModeDetails", "StreamMode");
    if (details == null) {
      throw Fields.missing("StreamModeDetails");
    }
    editor.mode(
        target.streamByArn(fields),
        details.requiredChoice("StreamMode", StreamMode.class),
        fields.number("WarmThroughputMiBps"));
  }

  private void updateMaxRecordSize(Call call) throws IOException {
    Fields fields = call.fields("StreamARN", "StreamId", "MaxRecordSizeInKiB");
    editor.maxRecordKib(target.streamByArn(fields), fields.requiredNumber("MaxRecordSizeInKiB"));
  }

  private void updateWarmThroughput(Call call) throws IOException {
    Fields fields = call.fields("StreamName", "StreamARN", "StreamId", "WarmThroughputMiBps");
    String name = target.stream(fields);
    int mibps = fields.requiredNumber("WarmThroughputMiBps");
    editor.warmThroughput(name, mibps);
    AnswerWriter answer = call.answer();
    answer.text("StreamName", name).text("StreamARN", streams.view(name).arn());
    writeWarmThroughput(answer, mibps);
  }

  private void updateDistribution(Call call) throws IOException {
    Fields fields =
        call.fields("StreamName", "StreamARN", "StreamId", "RecordDistributionStrategy");
    editor.distribution(
        target.stream(fields),
        fields.requiredChoice("RecordDistributionStrategy", Distribution.class));
  }

  private void startEncryption(Call call) throws IOException {
    Fields fields = call.fields("StreamName", "StreamARN", "StreamId", "EncryptionType", "KeyId");
    fields.requiredChoice("EncryptionType", EncryptionType.class);
    editor.encryption(target.stream(fields), fields.requiredText("KeyId"));
  }

  private void stopEncryption(Call call) throws IOException {
    Fields fields = call.fields("StreamName", "StreamARN", "StreamId", "EncryptionType", "KeyId");
    fields.requiredChoice("EncryptionType", EncryptionType.class);
    editor.encryption(target.stream(fields), null);
  }

  private void monitoring(Call call, boolean on) throws IOException {
    Fields fields = call.fields("StreamName", "StreamARN", "StreamId", "ShardLevelMetrics");
    String name = target.stream(fields);
    List<String> before = editor.monitoring(name, fields.texts("ShardLevelMetrics"), on);
    StreamView view = streams.view(name);
    call.answer()
        .text("StreamName", name)
        .texts("CurrentShardLevelMetrics", before)
        .texts("DesiredShardLevelMetrics", view.settings().shardLevelMetrics())
        .text("StreamARN", view.arn());
  }

  private void putPolicy(Call call) throws IOException {
    Fields fields = call.fields("ResourceARN", "StreamId", "Policy");
    editor.policy(target.streamByResource(fields), fields.requiredText("Policy"));
  }

  private void getPolicy(Call call) throws IOException {
    Fields fields = call.fields("ResourceARN", "StreamId");
    call.answer().text("Policy", editor.policy(target.streamByResource(fields)));
  }

  private void deletePolicy(Call call) throws IOException {
    Fields fields = call.fields("ResourceARN", "StreamId");
    editor.policy(target.streamByResource(fields), null);
  }

  static void writeWarmThroughput(AnswerWriter answer, int mibps) {
    answer
        .object("WarmThroughput")
        .number("TargetMiBps", mibps)
        .number("CurrentMiBps", mibps)
        .end();
  }

  private enum EncryptionType {
    KMS
  }
}
