// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.wire;

import io.github.kinesisetl.local.api.EntryFaults;
import io.github.kinesisetl.local.api.ErrorCode;
import io.github.kinesisetl.local.api.KinesisError;
import io.github.kinesisetl.local.stream.Account;
import io.github.kinesisetl.local.stream.EntryReader;
import io.github.kinesisetl.local.stream.EntryWriter;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All operations by name. Safe for use by many threads. */
public final class Api {

  private static final String TARGET_PREFIX = "Kinesis_20131202.";

  private final Map<String, Operation> operations = new TreeMap<>();

  /**
   * Offers the operations of an account.
   *
   * @param account the account
   * @param faults which entries fail for no reason
   */
  public Api(Account account, EntryFaults faults) {
    var reader = new EntryReader(account);
    new RecordOperations(account, new EntryWriter(account, faults), reader).addTo(operations);
    new StreamOperations(account).addTo(operations);
    new ShardOperations(account).addTo(operations);
    new SettingsOperations(account).addTo(operations);
    new TagOperations(account).addTo(operations);
    new ConsumerOperations(account).addTo(operations);
    new AccountOperations(account).addTo(operations);
  }

  /**
   * Answers a request. What is wrong with the request is part of the answer.
   *
   * @param target the value of X-Amz-Target
   * @param contentType the value of Content-Type
   * @param body the body, which must not change while this runs
   * @return the answer in the request's encoding, or a feed of events
   */
  public Reply answer(@Nullable String target, @Nullable String contentType, byte[] body) {
    Encoding encoding = Encoding.of(contentType);
    if (encoding == null) {
      return Answer.error(
          Encoding.JSON,
          ErrorCode.SERIALIZATION,
          "Content-Type must be "
              + Encoding.JSON.contentType()
              + " or "
              + Encoding.CBOR.contentType());
    }
    try {
      var call = new Call(encoding, body);
      operation(target).run(call);
      return call.reply();
    } catch (KinesisError e) {
      return Answer.error(encoding, e.code(), e.getMessage());
    } catch (IOException e) {
      return Answer.error(
          encoding, ErrorCode.SERIALIZATION, "the body is not valid " + encoding.contentType());
    }
  }

  /**
   * Finds the encoding to answer in.
   *
   * @param contentType the value of Content-Type
   * @return the request's encoding, or JSON if that is unknown
   */
  public static Encoding encoding(@Nullable String contentType) {
    Encoding encoding = Encoding.of(contentType);
    return encoding == null ? Encoding.JSON : encoding;
  }

  private Operation operation(@Nullable String target) {
    if (target == null || !target.startsWith(TARGET_PREFIX)) {
      throw ErrorCode.UNKNOWN_OPERATION.error(
          "X-Amz-Target must be %s and an operation; what is not Kinesis needs etl-local-services on"
              + " the class path",
          TARGET_PREFIX);
    }
    Operation operation = operations.get(target.substring(TARGET_PREFIX.length()));
    if (operation == null) {
      throw ErrorCode.UNKNOWN_OPERATION.error(
          "there is no such operation here; there are %s", operations.keySet());
    }
    return operation;
  }
}
