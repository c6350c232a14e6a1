package dev.medley.cluster.engine.failure;

import dev.medley.distribution.DurationLaw;
import dev.medley.distribution.Sampler;
import dev.medley.kernel.EventType;
import dev.medley.kernel.Simulation;
import dev.medley.random.RandomStream;
import dev.medley.random.StreamTree;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Subjects that go bad and become good again, each on its own: an alternating renewal process with
 * streams of its own.
 *
 * <p>Availability in the long run: mean good time by mean good and bad time.
 */
final class Alternation {
  private final Simulation simulation;
  private final @Nullable Sampler good;
  private final Sampler bad;
  private final int[] subjects;
  private final RandomStream[] streams;
  private final EventType began;
  private final EventType ended;
  private final IntConsumer onBegin;
  private final IntConsumer onEnd;

  /**
   * Prepares subjects that are all good.
   *
   * @param began name of the event that makes a subject bad
   * @param ended name of the event that makes it good again
   * @param subjects what the two consumers are told of
   * @param good law of the good times, or null: every subject is bad at most once
   * @param streams a stream for each subject, by its number
   */
  Alternation(
      Simulation simulation,
      String began,
      String ended,
      int[] subjects,
      @Nullable DurationLaw good,
      DurationLaw bad,
      StreamTree streams,
      IntConsumer onBegin,
      IntConsumer onEnd) {
    this.simulation = simulation;
    this.good = good == null ? null : good.sampler();
    this.bad = bad.sampler();
    this.subjects = subjects;
    this.onBegin = onBegin;
    this.onEnd = onEnd;
    this.streams = new RandomStream[subjects.length];
    for (int i = 0; i < subjects.length; i++) {
      this.streams[i] = streams.stream(String.valueOf(subjects[i]));
    }
    this.began = simulation.register(began, this::onBegan);
    this.ended = simulation.register(ended, this::onEnded);
  }

  /** Schedules the first bad time of every subject. */
  void start() {
    for (int i = 0; i < subjects.length; i++) {
      beginLater(i);
    }
  }

  /** Begins a bad time of every subject at a given time. */
  void startAt(long atNanos) {
    for (int i = 0; i < subjects.length; i++) {
      simulation.postAt(began, atNanos, i);
    }
  }

  private void onBegan(int index) {
    simulation.post(ended, bad.nextNanos(streams[index]), index);
    onBegin.accept(subjects[index]);
  }

  private void onEnded(int index) {
    onEnd.accept(subjects[index]);
    beginLater(index);
  }

  private void beginLater(int index) {
    if (good != null) {
      simulation.post(began, good.nextNanos(streams[index]), index);
    }
  }
}
