// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.cli.replay;

import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.core.record.EventRecord;
import io.github.kinesisetl.core.record.HashKey;
import io.github.kinesisetl.producer.EventProducer;
import io.github.kinesisetl.producer.OutputMode;
import io.github.kinesisetl.producer.ProducerOptions;
import io.github.kinesisetl.producer.PutResult;
import io.github.kinesisetl.producer.PutResult.Accepted;
import io.github.kinesisetl.producer.PutResult.Rejected;
import io.github.kinesisetl.producer.aws.KinesisStream;
import io.github.kinesisetl.producer.spi.Entry;
import io.github.kinesisetl.producer.spi.EntryResult;
import io.github.kinesisetl.producer.spi.FailureKind;
import io.github.kinesisetl.producer.spi.RecordSender;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Puts the original records of letters on a stream, each as an entry of its own. That mode of the
 * producer keeps no order, so of each key one letter is on its way at a time, and the next one goes
 * when its fate is known. Not safe for use by many threads.
 */
final class PutBack implements AutoCloseable {

  /** Why a letter was not put: it would have overtaken one of its key that failed. */
  static final String HELD_BACK = "HeldBack";

  /** Why a letter was not put: it has no longer all of its record. */
  static final String CUT = "Cut";

  /** Begins why a letter was refused for good; the code is behind it. */
  static final String REFUSED = "Refused: ";

  private static final String NOT_AN_EVENT = "NotAnEvent";

  /** Why a letter counts as not stored: the producer did not tell its fate in time. */
  static final String NO_ANSWER = "NoAnswer";

  /** How long after its delivery timeout the fate of a letter may come. */
  private static final Duration GRACE = Duration.ofSeconds(30);

  private final EventProducer<EventRecord> producer;
  private final HashedEntries hashed;
  private final Duration deliveryTimeout;
  private final Runnable progress;

  PutBack(KinesisStream stream, Duration deliveryTimeout, Runnable progress) {
    this.deliveryTimeout = deliveryTimeout;
    this.progress = progress;
    this.hashed = new HashedEntries(stream);
    this.producer =
        EventProducer.builder(new RawRecords(), EventRecord::partitionKey)
            .to(hashed, stream)
            .options(
                ProducerOptions.builder()
                    .mode(OutputMode.PLAIN)
                    .ordered(false)
                    .deliveryTimeout(deliveryTimeout)
                    .build())
            .open();
  }

  /**
   * Puts letters. Behind one that another attempt might store, no other letter of its key is put.
   *
   * @param letters the letters, in their order
   * @return by index, why a letter is not stored; null where it is
   */
  @Nullable String[] put(List<DeadLetter> letters) throws InterruptedException {
    @Nullable String[] reasons = new @Nullable String[letters.size()];
    BlockingQueue<Settled> settled = new LinkedBlockingQueue<>();
    int onTheirWay = 0;
    for (Deque<Integer> ofKey : byKey(letters, reasons)) {
      onTheirWay += putNext(ofKey, letters, reasons, settled);
    }
    while (onTheirWay > 0) {
      Settled next = settled.poll(deliveryTimeout.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
      if (next == null) {
        break; // what was put keeps its reason
      }
      onTheirWay--;
      progress.run();
      String reason = reasonOf(next.fate);
      reasons[next.index] = reason;
      if (reason == null || isForGood(reason)) {
        onTheirWay += putNext(next.ofKey, letters, reasons, settled);
      }
    }
    return reasons;
  }

  /** The letters of each key in their order, without those that are no longer whole. */
  private static Collection<Deque<Integer>> byKey(
      List<DeadLetter> letters, @Nullable String[] reasons) {
    Map<String, Deque<Integer>> waiting = new LinkedHashMap<>();
    for (int i = 0; i < reasons.length; i++) {
      reasons[i] = letters.get(i).isCut() ? CUT : HELD_BACK;
      if (!letters.get(i).isCut()) {
        String key = letters.get(i).record().partitionKey();
        waiting.computeIfAbsent(key, unused -> new ArrayDeque<>()).add(i);
      }
    }
    return waiting.values();
  }

  /** Whether no attempt will ever store a letter that failed for this reason. */
  static boolean isForGood(String reason) {
    return reason.equals(CUT) || reason.startsWith(REFUSED);
  }

  @Override
  public void close() {
    producer.close();
  }

  /** Puts the next letter of a key, if there is one; returns how many were put. */
  private int putNext(
      Deque<Integer> ofKey,
      List<DeadLetter> letters,
      @Nullable String[] reasons,
      BlockingQueue<Settled> settled) {
    Integer index = ofKey.poll();
    if (index == null) {
      return 0;
    }
    reasons[index] = NO_ANSWER;
    EventRecord record = letters.get(index).record();
    hashed.nextOf(record.partitionKey(), record.explicitHashKey());
    try {
      producer.put(record, fate -> settled.add(new Settled(index, ofKey, fate)));
    } catch (IllegalArgumentException e) { // a key that a stream takes no more, say
      var refused = new Rejected(NOT_AN_EVENT, "cannot be put", 0, FailureKind.ITEM_REFUSED);
      settled.add(new Settled(index, ofKey, refused));
    }
    return 1;
  }

  private static @Nullable String reasonOf(PutResult fate) {
    if (fate instanceof Accepted) {
      return null;
    }
    if (fate instanceof Rejected rejected) {
      return (rejected.isForGood() ? REFUSED : "") + rejected.errorCode();
    }
    return NO_ANSWER;
  }

  /** A letter whose fate is known, and those of its key behind it. */
  private record Settled(int index, Deque<Integer> ofKey, PutResult fate) {}

  /**
   * Sends entries by the explicit hash keys of their letters, which a producer of events knows
   * nothing of. Of each partition key one letter is on its way at a time, so the key tells which
   * one it is. Safe for use by many threads.
   */
  private static final class HashedEntries implements RecordSender {

    private final RecordSender stream;
    private final Map<String, HashKey> hashKeys = new ConcurrentHashMap<>(); // by partition key

    HashedEntries(RecordSender stream) {
      this.stream = stream;
    }

    /** Says where the next entry of a partition key goes; null for the hash of that key. */
    void nextOf(String partitionKey, @Nullable HashKey hashKey) {
      if (hashKey == null) {
        hashKeys.remove(partitionKey);
      } else {
        hashKeys.put(partitionKey, hashKey);
      }
    }

    @Override
    public List<EntryResult> send(List<Entry> entries) {
      List<Entry> hashed = new ArrayList<>(entries.size());
      for (Entry entry : entries) {
        HashKey hashKey = hashKeys.get(entry.partitionKey());
        hashed.add(
            hashKey == null
                ? entry
                : new Entry(entry.partitionKey(), hashKey, entry.array(), entry.dataBytes()));
      }
      return stream.send(hashed);
    }
  }
}
