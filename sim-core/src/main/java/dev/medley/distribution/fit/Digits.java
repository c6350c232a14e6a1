package dev.medley.distribution.fit;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/** Estimates written with no more digits than they have: to a thousandth of a standard error. */
final class Digits {
  private static final int BELOW_ERROR = 3;

  private Digits() {}

  /**
   * A number rounded to a power of ten that is at most a thousandth of its standard error.
   *
   * @param error positive
   */
  static double rounded(double value, double error) {
    int exponent = (int) Math.floor(StrictMath.log10(error)) - BELOW_ERROR;
    return new BigDecimal(value).setScale(-exponent, RoundingMode.HALF_EVEN).doubleValue();
  }

  /** Nanoseconds rounded likewise, at least to whole ones. */
  static Duration nanos(double nanos, double error) {
    return Duration.ofNanos(Math.round(rounded(nanos, Math.max(1000, error))));
  }
}
