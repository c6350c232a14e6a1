package dev.medley.scenarios.yaml;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;

/**
 * Durations as text: {@code 250ms}, {@code 1h30m}, {@code 165us}, {@code 1.5s}.
 *
 * <p>One or more numbers with a unit out of ns, us, ms, s, m, h, d (24 h), larger units first, each
 * at most once; a unit is required except for {@code 0}. The value is exact to the nanosecond and
 * fits the simulated clock: at most 292 years.
 */
public final class Durations {
  private static final List<String> UNITS = List.of("d", "h", "m", "s", "ms", "us", "ns");
  private static final List<Long> NANOS =
      List.of(
          86_400_000_000_000L,
          3_600_000_000_000L,
          60_000_000_000L,
          1_000_000_000L,
          1_000_000L,
          1_000L,
          1L);
  private static final BigInteger LONGEST = BigInteger.valueOf(Long.MAX_VALUE);
  private static final int LONGEST_TEXT = 64;

  private Durations() {}

  /**
   * Reads a duration; a leading minus makes it negative.
   *
   * @throws IllegalArgumentException when it cannot be read; the message is a predicate that names
   *     the units
   */
  public static Duration parse(String text) {
    if (text.length() > LONGEST_TEXT) {
      throw refused(text);
    }
    int at = text.startsWith("-") ? 1 : 0;
    if (text.substring(at).equals("0")) {
      return Duration.ZERO;
    }
    BigDecimal nanos = BigDecimal.ZERO;
    int lastUnit = -1;
    do {
      int end = Decimals.digits(text, at);
      if (end == at) {
        throw refused(text);
      }
      if (end < text.length() && text.charAt(end) == '.') {
        int fraction = Decimals.digits(text, end + 1);
        if (fraction == end + 1) {
          throw refused(text);
        }
        end = fraction;
      }
      BigDecimal number = new BigDecimal(text.substring(at, end));
      at = end;
      while (end < text.length() && !Scalars.isDigit(text.charAt(end))) {
        end++;
      }
      String unit = text.substring(at, end);
      if (unit.isEmpty()) {
        throw new IllegalArgumentException(
            "needs a unit: ns, us, ms, s, m, h or d (was " + Scalars.shown(text) + ")");
      }
      int index = UNITS.indexOf(unit.equals("µs") ? "us" : unit);
      if (index < 0 || index <= lastUnit) {
        throw refused(text);
      }
      lastUnit = index;
      nanos = nanos.add(number.multiply(BigDecimal.valueOf(NANOS.get(index))));
      at = end;
    } while (at < text.length());
    BigInteger whole;
    try {
      whole = nanos.toBigIntegerExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "must be a whole number of nanoseconds (was " + Scalars.shown(text) + ")", e);
    }
    if (whole.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "must be at most 292 years (was " + Scalars.shown(text) + ")");
    }
    long value = whole.longValueExact();
    return Duration.ofNanos(text.startsWith("-") ? -value : value);
  }

  /**
   * Writes a duration in the largest unit that divides it: {@code 90m}, {@code 1500ms}, {@code 0s}.
   *
   * @throws ArithmeticException beyond 292 years
   */
  public static String text(Duration duration) {
    long nanos = duration.toNanos();
    if (nanos == 0) {
      return "0s";
    }
    int unit = 0;
    while (nanos % NANOS.get(unit) != 0) {
      unit++;
    }
    return nanos / NANOS.get(unit) + UNITS.get(unit);
  }

  private static IllegalArgumentException refused(String text) {
    return new IllegalArgumentException(
        "must be a duration such as 250ms, 2s or 1h30m, in ns, us, ms, s, m, h or d (was "
            + Scalars.shown(text)
            + ")");
  }
}
