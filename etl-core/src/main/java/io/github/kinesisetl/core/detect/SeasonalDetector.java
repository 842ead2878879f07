// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.core.detect;

import io.github.kinesisetl.core.detect.Score.Reading;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Order, sampling interval, warm-up and state around a {@link SeasonalModel}.
 *
 * <p>Until the interval is known there is no model: the first nine values only show it.
 */
final class SeasonalDetector implements AnomalyDetector {
  static final int VERSION = 2;
  private static final int OLDEST_VERSION = 1;
  private static final int KIND = 'S';
  private static final double LARGEST_VALUE = 1e30;
  private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");
  private static final int STEPS_FOR_INTERVAL = 8;

  /** The tail of the surprises cannot be judged from fewer values. */
  private static final int FEWEST_VALUES = 128;

  private final SeasonalOptions options;
  private final long[] steps = new long[STEPS_FOR_INTERVAL];
  private long seen;
  private long first;
  private long newest;
  private @Nullable SeasonalModel model;

  private SeasonalDetector(SeasonalOptions options) {
    this.options = options;
    options.interval().ifPresent(interval -> model = modelFor(interval.toMillis()));
  }

  static SeasonalDetector fresh(SeasonalOptions options) {
    return new SeasonalDetector(options);
  }

  static SeasonalDetector restored(byte[] state) {
    var reader = new StateReader(state);
    int kind = reader.nextByte();
    if (kind != KIND) {
      throw new StateFormatException(
          "state is of kind %d, not of a seasonal detector".formatted(kind));
    }
    int version = reader.requireVersion("seasonal detector", OLDEST_VERSION, VERSION);
    reader.requireSeal();
    var detector = new SeasonalDetector(readOptions(reader));
    detector.readValues(reader, version);
    reader.requireEnd();
    return detector;
  }

  @Override
  public Score score(Instant time, double value) {
    boolean isInTime = time.isAfter(EARLIEST) && time.isBefore(LATEST);
    if (!isInTime || !(Math.abs(value) <= LARGEST_VALUE)) {
      return unjudged(time, value, Verdict.IGNORED_OUT_OF_RANGE);
    }
    long millis = time.toEpochMilli();
    if (seen > 0 && millis <= newest) {
      return unjudged(time, value, Verdict.IGNORED_NOT_NEWER);
    }
    long elapsed = seen == 0 ? 0 : millis - newest;
    first = seen == 0 ? millis : first;
    newest = millis;
    seen++;
    SeasonalModel known = model;
    if (known == null) {
      learnInterval(elapsed);
      return unjudged(time, value, Verdict.LEARNING);
    }
    long local = millis + options.zone().getTotalSeconds() * 1000L;
    return judged(time, known.judge(local, value, (double) elapsed));
  }

  private Score judged(Instant time, Judgement judgement) {
    boolean learning = seen < FEWEST_VALUES || newest - first < options.warmUp().toMillis();
    double score = judgement.ratio() / (1 + judgement.ratio());
    Verdict verdict = learning ? Verdict.LEARNING : judgement.verdict();
    return new Score(time, verdict, score, 0, List.of(judgement.reading()));
  }

  private static Score unjudged(Instant time, double value, Verdict verdict) {
    return new Score(time, verdict, 0, 0, List.of(Reading.unexpected(value)));
  }

  private void learnInterval(long elapsed) {
    if (seen < 2) {
      return;
    }
    steps[(int) seen - 2] = elapsed;
    if (seen - 1 == STEPS_FOR_INTERVAL) {
      long[] sorted = steps.clone();
      Arrays.sort(sorted);
      model = modelFor(sorted[STEPS_FOR_INTERVAL / 2]);
    }
  }

  private SeasonalModel modelFor(long intervalMillis) {
    return new SeasonalModel(intervalMillis, options.falseAlarmRate(), options.smallestChange());
  }

  @Override
  public byte[] state() {
    var writer = new StateWriter().putByte(KIND).putByte(VERSION);
    writer.putLong(options.interval().map(Duration::toMillis).orElse(0L));
    writer.putLong(options.warmUp().toMillis()).putInt(options.zone().getTotalSeconds());
    writer.putDouble(options.falseAlarmRate()).putDouble(options.smallestChange());
    writer.putLong(seen).putLong(first).putLong(newest);
    SeasonalModel known = model;
    writer.putLong(known == null ? 0 : known.intervalMillis());
    if (known == null) {
      for (long step : steps) {
        writer.putLong(step);
      }
    } else {
      known.write(writer);
    }
    return writer.toSealedArray();
  }

  private static SeasonalOptions readOptions(StateReader reader) {
    var builder = SeasonalOptions.builder();
    try {
      long interval = reader.nextLong();
      if (interval != 0) {
        builder.interval(Duration.ofMillis(interval));
      }
      builder.warmUp(Duration.ofMillis(reader.nextLong()));
      builder.zone(ZoneOffset.ofTotalSeconds(reader.nextInt()));
      builder.falseAlarmRate(reader.nextDouble());
      return builder.smallestChange(reader.nextDouble()).build();
    } catch (IllegalArgumentException | java.time.DateTimeException e) {
      throw new StateFormatException("state holds options out of range: " + e.getMessage());
    }
  }

  private void readValues(StateReader reader, int version) {
    seen = reader.nextLong();
    first = reader.nextLong();
    newest = reader.nextLong();
    long interval = reader.nextLong();
    if (interval < 0 || seen < 0 || (interval == 0 && seen > STEPS_FOR_INTERVAL)) {
      throw new StateFormatException(
          "state holds %d values at an interval of %d ms".formatted(seen, interval));
    }
    if (interval == 0) {
      for (int i = 0; i < steps.length; i++) {
        steps[i] = reader.nextLong();
      }
      return;
    }
    model = modelFor(interval);
    model.read(reader, version);
  }
}
