// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.stream;

import io.github.kinesisetl.local.api.ErrorCode;
import io.github.kinesisetl.local.limit.Limits;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Tags of streams. Safe for use by many threads. */
public final class Tags {

  private static final int MAX_KEY_CHARS = 128;
  private static final int MAX_VALUE_CHARS = 256;

  private final Account account;

  /**
   * Tags the streams of an account.
   *
   * @param account the account
   */
  public Tags(Account account) {
    this.account = account;
  }

  /**
   * Adds tags, replacing those with equal keys.
   *
   * @param streamName the stream
   * @param tags the tags
   */
  public void add(String streamName, Map<String, String> tags) {
    synchronized (account) {
      add(account.require(streamName).tags(), tags);
    }
  }

  /**
   * Removes tags; keys that are not there do not matter.
   *
   * @param streamName the stream
   * @param keys their keys
   */
  public void remove(String streamName, Collection<String> keys) {
    synchronized (account) {
      account.require(streamName).tags().keySet().removeAll(keys);
    }
  }

  /**
   * Lists tags in the order of their keys.
   *
   * @param streamName the stream
   * @return a copy
   */
  public SortedMap<String, String> list(String streamName) {
    synchronized (account) {
      return new TreeMap<>(account.require(streamName).tags());
    }
  }

  static void add(SortedMap<String, String> present, Map<String, String> added) {
    added.forEach(Tags::check);
    var all = new TreeMap<>(present);
    all.putAll(added);
    if (all.size() > Limits.MAX_TAGS) {
      throw ErrorCode.INVALID_ARGUMENT.error(
          "a stream must have at most %d tags, but would have %d", Limits.MAX_TAGS, all.size());
    }
    present.putAll(added);
  }

  private static void check(String key, String value) {
    if (key.isEmpty() || key.length() > MAX_KEY_CHARS || value.length() > MAX_VALUE_CHARS) {
      throw ErrorCode.VALIDATION.error(
          "a tag's key must have 1 to %d characters and its value at most %d",
          MAX_KEY_CHARS, MAX_VALUE_CHARS);
    }
  }
}
