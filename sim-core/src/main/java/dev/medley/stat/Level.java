package dev.medley.stat;

import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A level over time, such as the number in a queue: its time-weighted mean and its extremes.
 *
 * <p>The mean over [start, t] is the integral of the level divided by t - start. The integral is
 * kept as a compensated sum (Neumaier), so that a day of small steps loses no digits: exact for
 * whole levels as long as each level times its duration in nanoseconds stays below 2^53, and
 * otherwise good to about 1 part in 10^16 of the sum of magnitudes.
 *
 * <p>Time never runs backwards. Levels moved by {@link #add} are as exact as double addition: keep
 * fractions in whole units (milli-cores, bytes) where a level must come back to exactly 0.
 */
public final class Level {
  private double value;
  private long startNanos;
  private long sinceNanos;
  private double integral;
  private double correction;
  private double min;
  private double max;
  private @Nullable LongConsumer watcher;

  /**
   * A level that starts at time 0.
   *
   * @param initial its first value
   */
  public Level(double initial) {
    this(0, initial);
  }

  /**
   * A level that starts at a given time.
   *
   * @param startNanos when observation starts
   * @param initial its first value
   */
  public Level(long startNanos, double initial) {
    this.value = initial;
    this.startNanos = startNanos;
    this.sinceNanos = startNanos;
    this.min = initial;
    this.max = initial;
  }

  /** Tells someone, with the time, whenever the level was set or moved. */
  public void watch(LongConsumer onChange) {
    this.watcher = onChange;
  }

  /**
   * The level is something else from now on.
   *
   * @throws IllegalArgumentException when time runs backwards
   */
  public void set(long nowNanos, double newValue) {
    advance(nowNanos);
    value = newValue;
    min = Math.min(min, newValue);
    max = Math.max(max, newValue);
    if (watcher != null) {
      watcher.accept(nowNanos);
    }
  }

  /**
   * The level rises (or, with a negative delta, falls) now.
   *
   * @throws IllegalArgumentException when time runs backwards
   */
  public void add(long nowNanos, double delta) {
    set(nowNanos, value + delta);
  }

  /** Forgets the past but keeps the present value, for the end of a warm-up. */
  public void restart(long nowNanos) {
    advance(nowNanos);
    startNanos = nowNanos;
    integral = 0;
    correction = 0;
    min = value;
    max = value;
  }

  /** The present value. */
  public double value() {
    return value;
  }

  /** The least value since the start, also one that lasted no time. */
  public double min() {
    return min;
  }

  /** The greatest value since the start, also one that lasted no time. */
  public double max() {
    return max;
  }

  /**
   * The time-weighted mean since the start; the present value when no time has passed.
   *
   * @param nowNanos not before the last change
   */
  public double meanUntil(long nowNanos) {
    double integralNanos = integralUntil(nowNanos);
    return nowNanos == startNanos ? value : integralNanos / (nowNanos - startNanos);
  }

  /**
   * The integral of the level since the start, in level times nanoseconds.
   *
   * @param nowNanos not before the last change
   * @throws IllegalArgumentException when it is
   */
  public double integralUntil(long nowNanos) {
    checkForward(nowNanos);
    double area = value * (nowNanos - sinceNanos);
    double sum = integral + area;
    return sum + (correction + lost(integral, area, sum));
  }

  private void advance(long nowNanos) {
    checkForward(nowNanos);
    double area = value * (nowNanos - sinceNanos);
    double sum = integral + area;
    correction += lost(integral, area, sum);
    integral = sum;
    sinceNanos = nowNanos;
  }

  /** What rounding took from a + b, exactly. */
  private static double lost(double a, double b, double sum) {
    return Math.abs(a) >= Math.abs(b) ? (a - sum) + b : (b - sum) + a;
  }

  private void checkForward(long nowNanos) {
    if (nowNanos < sinceNanos) {
      throw new IllegalArgumentException(
          "time runs backwards: " + nowNanos + " ns after " + sinceNanos + " ns");
    }
  }
}
