// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.cli.replay;

import static java.util.Objects.requireNonNull;

import io.github.kinesisetl.core.pipeline.DeadLetter;
import io.github.kinesisetl.producer.aws.KinesisStream;
import io.github.kinesisetl.producer.aws.ServiceFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Puts dead letters back on a stream: the original bytes as an entry of their own under the
 * original key. Letters of a key are stored in the order in which the source gives them. A letter
 * is deleted from its source only when the stream has it, so a run that ends early, however it
 * ends, repeats some letters and loses none. Memory is bounded by a page of letters.
 *
 * <p>An event keeps its id only if it is within the bytes; a reader that drops repeats by our ids
 * on the wire sees a new record, which is what somebody who replays wants. For one run on one
 * thread.
 */
public final class Replay {

  private static final int PAGE_LETTERS = 2_000;

  private final DeadLetterSource source;
  private final @Nullable KinesisStream stream;
  private final Predicate<DeadLetter> wanted;
  private final long maxLetters;
  private final boolean keep;
  private final Duration deliveryTimeout;
  private final Consumer<ReplayReport.Counts> progress;
  private final BooleanSupplier stop;
  private final Tally tally = new Tally();

  private Replay(Builder builder) {
    source = builder.source;
    stream = builder.stream;
    wanted = builder.wanted;
    maxLetters = builder.maxLetters;
    keep = builder.keep;
    deliveryTimeout = builder.deliveryTimeout;
    progress = builder.progress;
    stop = builder.stop;
  }

  /**
   * Starts a replay.
   *
   * @param source where the letters are; whoever made it closes it
   * @return a builder that only counts letters as long as it has no stream
   */
  public static Builder from(DeadLetterSource source) {
    return new Builder(source);
  }

  /**
   * Takes, puts and confirms page by page, until the source has no more letters or one could not be
   * stored though another attempt might: those behind it would overtake it.
   *
   * @return what was done; a source that fails is told there, too
   * @throws InterruptedException if the thread is interrupted while it waits; letters of the page
   *     under way may then be stored and still be in their source
   * @throws IllegalStateException if the stream does not exist or answer
   */
  public ReplayReport run() throws InterruptedException {
    try (PutBack target = stream == null ? null : open(stream)) {
      boolean hasMore = true;
      while (hasMore) {
        hasMore = replayPage(target);
        progress.accept(tally.counts());
        if (hasMore && stop.getAsBoolean()) {
          tally.stopped("it was asked to");
          hasMore = false;
        }
      }
    } catch (SdkException e) {
      tally.stopped(reasonOf(e));
    }
    return tally.report();
  }

  private PutBack open(KinesisStream to) {
    return new PutBack(to, deliveryTimeout, () -> progress.accept(tally.counts()));
  }

  private boolean replayPage(@Nullable PutBack target) throws InterruptedException {
    int most = (int) Math.min(PAGE_LETTERS, maxLetters - tally.wanted());
    LetterPage page = source.take(most);
    tally.read(page);
    List<Integer> indexes = new ArrayList<>();
    for (int i = 0; i < page.letters().size(); i++) {
      DeadLetter letter = page.letters().get(i);
      boolean isWanted = wanted.test(letter);
      tally.letter(letter, isWanted);
      if (isWanted) {
        indexes.add(i);
      }
    }
    if (target != null) {
      BitSet stored = put(page.letters(), indexes, target);
      if (!keep) {
        tally.confirmed(source.confirm(stored));
      }
    }
    return !page.isLast() && !tally.hasFailed() && tally.wanted() < maxLetters;
  }

  private BitSet put(List<DeadLetter> letters, List<Integer> indexes, PutBack target)
      throws InterruptedException {
    @Nullable String[] reasons = target.put(indexes.stream().map(letters::get).toList());
    var stored = new BitSet(letters.size());
    for (int i = 0; i < reasons.length; i++) {
      String reason = reasons[i];
      if (reason == null) {
        stored.set(indexes.get(i));
        tally.stored();
      } else {
        tally.failed(reason);
      }
    }
    return stored;
  }

  private static String reasonOf(SdkException e) {
    if (e instanceof AwsServiceException answer && answer.awsErrorDetails() != null) {
      return ServiceFailure.of(e).describe(answer.awsErrorDetails().serviceName());
    }
    return ServiceFailure.of(e).describe("the source") + "; check region, credentials and endpoint";
  }

  /** Collects what a replay does. Not safe for use by many threads. */
  public static final class Builder {
    private final DeadLetterSource source;
    private @Nullable KinesisStream stream;
    private Predicate<DeadLetter> wanted = letter -> true;
    private long maxLetters = Long.MAX_VALUE;
    private boolean keep;
    private Duration deliveryTimeout = Duration.ofMinutes(2);
    private Consumer<ReplayReport.Counts> progress = counts -> {};
    private BooleanSupplier stop = () -> false;

    private Builder(DeadLetterSource source) {
      this.source = requireNonNull(source, "source");
    }

    /**
     * Sets the stream that gets the records; without it, nothing is put and nothing deleted.
     *
     * @param stream the stream that they came from, or another; stays open
     * @return this builder
     */
    public Builder to(KinesisStream stream) {
      this.stream = requireNonNull(stream, "stream");
      return this;
    }

    /**
     * Sets which letters are put; the others stay where they are.
     *
     * @param wanted true for a letter to put
     * @return this builder
     */
    public Builder only(Predicate<DeadLetter> wanted) {
      this.wanted = requireNonNull(wanted, "wanted");
      return this;
    }

    /**
     * Sets after how many letters the run ends; those that are not wanted do not count. An object
     * that is not read to its end stays, and its letters come again.
     *
     * @param maxLetters at least 1; no limit without it
     * @return this builder
     */
    public Builder maxLetters(long maxLetters) {
      if (maxLetters < 1) {
        throw new IllegalArgumentException("maxLetters must be at least 1, but is " + maxLetters);
      }
      this.maxLetters = maxLetters;
      return this;
    }

    /**
     * Sets whether letters that are stored stay in their source, too.
     *
     * @param keep true to delete nothing
     * @return this builder
     */
    public Builder keep(boolean keep) {
      this.keep = keep;
      return this;
    }

    /**
     * Sets how long a letter may take to be stored, retries included.
     *
     * @param deliveryTimeout more than 0, up to 10 minutes, since a queue hides its letters for 15;
     *     2 minutes without it
     * @return this builder
     */
    public Builder deliveryTimeout(Duration deliveryTimeout) {
      if (deliveryTimeout.isNegative()
          || deliveryTimeout.isZero()
          || deliveryTimeout.compareTo(Duration.ofMinutes(10)) > 0) {
        throw new IllegalArgumentException(
            "deliveryTimeout must be more than 0 and at most PT10M, but is " + deliveryTimeout);
      }
      this.deliveryTimeout = deliveryTimeout;
      return this;
    }

    /**
     * Sets who hears of progress, after every letter and every page.
     *
     * @param progress is called on the thread that runs the replay
     * @return this builder
     */
    public Builder progress(Consumer<ReplayReport.Counts> progress) {
      this.progress = requireNonNull(progress, "progress");
      return this;
    }

    /**
     * Sets who may end the run early, between two pages, so that nothing is left half done.
     *
     * @param stop asked after every page; true to end
     * @return this builder
     */
    public Builder stopWhen(BooleanSupplier stop) {
      this.stop = requireNonNull(stop, "stop");
      return this;
    }

    /**
     * Completes the replay.
     *
     * @return a replay for one run
     */
    public Replay build() {
      return new Replay(this);
    }
  }
}
