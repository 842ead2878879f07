// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.producer;

import io.github.kinesisetl.producer.internal.Settings;
import io.github.kinesisetl.producer.internal.Settings.Setting;
import io.github.kinesisetl.producer.internal.StreamSetting;
import java.util.ArrayList;
import java.util.List;

/** Sets a producer's options from text: from properties, or from the environment. */
final class OptionsReader {

  private OptionsReader() {}

  /** Sets what is set; the stream's own settings are {@code KinesisStream}'s to read. */
  static void read(Settings settings, ProducerOptionsBuilder builder) {
    List<String> known = new ArrayList<>();
    for (ProducerOption option : ProducerOption.ALL) {
      known.add(option.optionName());
      Setting setting = settings.take(option.optionName());
      if (setting != null) {
        set(option, setting, builder);
      }
    }
    for (StreamSetting setting : StreamSetting.values()) {
      known.add(setting.optionName());
      Setting unused = settings.take(setting.optionName());
    }
    settings.requireAllTaken(known);
  }

  private static void set(ProducerOption option, Setting setting, ProducerOptionsBuilder builder) {
    try {
      option.set(builder, setting.text());
    } catch (IllegalArgumentException e) {
      throw setting.refused(e);
    }
  }
}
