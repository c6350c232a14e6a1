package dev.medley.scenarios.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;

/**
 * Numbers as a person reads them: a fitting unit, and no more digits than are known.
 *
 * <p>The half width decides the digits: two of its own when they read 10 to 29, else one, and the
 * mean down to the same place ({@code 412 ± 9 ms}, {@code 1.24 ± 0.15 s}). Without an interval
 * three digits stand. Whole counts keep every digit, in groups of three from five digits on (narrow
 * no-break space, U+202F). Not for files that programs read: see {@link Numbers}.
 */
final class Wording {
  static final String NONE = "–";
  private static final char MINUS = '\u2212';
  private static final char GROUP_SPACE = '\u202f';
  private static final MathContext DIGITS_OF_GIVEN = new MathContext(9, RoundingMode.HALF_UP);
  private static final int DIGITS_WITHOUT_INTERVAL = 3;
  private static final int LEAST_LEADING_DIGIT_ALONE = 3;
  private static final int MOST_DIGITS = 5;
  private static final int MOST_DECIMALS = 12;
  private static final double NEGLIGIBLE_RATIO = 1e-9;
  private static final double LEAST_WHOLE_COUNT = 1000;
  private static final int LEAST_GROUPED_DIGITS = 5;
  private static final long[] SPAN_SECONDS = {86_400, 3600, 60, 1};
  private static final List<String> SPAN_SYMBOLS = List.of("d", "h", "min", "s");

  private Wording() {}

  /** One value with its unit, {@code 12.3 ms}; a dash when there is none. */
  static String value(double value, String unit) {
    if (!Double.isFinite(value)) {
      return NONE;
    }
    Scale scale = Scale.of(unit, value);
    return scale.with(decimal(scale.of(value), decimals(scale.of(value), Double.NaN, scale)));
  }

  /** A number that somebody wrote down, such as a limit: its own digits, {@code 0.1 %}. */
  static String given(double value, String unit) {
    if (!Double.isFinite(value)) {
      return NONE;
    }
    Scale scale = Scale.of(unit, value);
    BigDecimal scaled = new BigDecimal(scale.of(value)).round(DIGITS_OF_GIVEN);
    return scale.with(
        grouped(scaled.signum() == 0 ? BigDecimal.ZERO : scaled.stripTrailingZeros()));
  }

  /** A stretch of time in its two largest units, {@code 1 h 50 min}. */
  static String span(double seconds) {
    if (seconds < 1 || seconds != Math.rint(seconds)) {
      return given(seconds, "s");
    }
    long rest = (long) seconds;
    StringBuilder out = new StringBuilder();
    int parts = 0;
    for (int u = 0; u < SPAN_SECONDS.length && parts < 2; u++) {
      long whole = rest / SPAN_SECONDS[u];
      if (whole > 0) {
        out.append(parts == 0 ? "" : " ").append(whole).append(' ').append(SPAN_SYMBOLS.get(u));
        rest -= whole * SPAN_SECONDS[u];
      }
      parts += out.isEmpty() ? 0 : 1;
    }
    return out.toString();
  }

  /** A step of figures over time after "busiest": {@code minute}, {@code 9 min}. */
  static String step(long stepNanos) {
    double seconds = stepNanos / 1e9;
    return seconds == 60 ? "minute" : span(seconds);
  }

  /** Mean and half width in one unit, {@code 412 ± 9 ms}; the mean alone for one replication. */
  static String estimate(double mean, double halfWidth, String unit) {
    if (!Double.isFinite(mean)) {
      return NONE;
    }
    if (!Double.isFinite(halfWidth)) {
      return value(mean, unit);
    }
    Scale scale = Scale.of(unit, Math.max(Math.abs(mean), halfWidth));
    return scale.with(interval(scale.of(mean), scale.of(halfWidth), scale));
  }

  /** A difference with its sign, {@code −112 ± 6 ms}; between ratios in percentage points. */
  static String difference(double mean, double halfWidth, String unit) {
    if (!Double.isFinite(mean)) {
      return NONE;
    }
    Scale scale =
        unit.equals("ratio")
            ? new Scale(100, "pp", 0)
            : Scale.of(
                unit, Double.isFinite(halfWidth) ? Math.max(Math.abs(mean), halfWidth) : mean);
    String text =
        Double.isFinite(halfWidth)
            ? interval(scale.of(mean), scale.of(halfWidth), scale)
            : decimal(scale.of(mean), decimals(scale.of(mean), Double.NaN, scale));
    return (mean > 0 ? "+" : "") + scale.with(text);
  }

  /** A relative change with its sign, {@code −27 %}. */
  static String change(double ratio) {
    if (!Double.isFinite(ratio)) {
      return NONE;
    }
    double percent = 100 * ratio;
    int decimals = Math.abs(percent) < 1 ? 2 : Math.abs(percent) < 10 ? 1 : 0;
    BigDecimal shown = new BigDecimal(percent).setScale(decimals, RoundingMode.HALF_UP);
    if (shown.signum() == 0) {
      return "0 %";
    }
    return (percent > 0 ? "+" : "") + grouped(shown) + " %";
  }

  /** How far one number lies from another, {@code 8.2 %} or {@code 77 %}. */
  static String share(double ratio) {
    return decimal(100 * ratio, 100 * ratio < 10 ? 1 : 0) + " %";
  }

  /** A share between 0 and 1 as a whole percentage; the ends only when they are exact. */
  static String probability(double ratio) {
    if (!Double.isFinite(ratio)) {
      return NONE;
    }
    if (ratio > 0 && ratio < 0.01) {
      return "<1 %";
    }
    if (ratio < 1 && ratio > 0.99) {
      return ">99 %";
    }
    return decimal(100 * ratio, 0) + " %";
  }

  /** A level of confidence, {@code 95 %}. */
  static String confidence(double level) {
    return plain(new BigDecimal(100 * level).round(new MathContext(4)).stripTrailingZeros()) + " %";
  }

  /** A whole number in groups of three, {@code 1 203 400}. */
  static String count(long count) {
    return grouped(BigDecimal.valueOf(count));
  }

  private static String interval(double mean, double halfWidth, Scale scale) {
    if (halfWidth <= NEGLIGIBLE_RATIO * Math.abs(mean)) {
      return mean == 0 ? "0" : exact(mean, scale) + " ± 0";
    }
    int decimals = decimals(mean, halfWidth, scale);
    String text = decimal(mean, decimals) + " ± ";
    BigDecimal shown = new BigDecimal(halfWidth).setScale(decimals, RoundingMode.HALF_UP);
    return shown.signum() > 0
        ? text + grouped(shown)
        : text + plain(new BigDecimal(halfWidth).round(new MathContext(1, RoundingMode.HALF_UP)));
  }

  /** A value that was the same in every replication: the digits it has, up to a point. */
  private static String exact(double value, Scale scale) {
    int decimals = Math.min(MOST_DECIMALS, Math.max(0, MOST_DIGITS - 1 - exponent(value)));
    BigDecimal rounded = new BigDecimal(value).setScale(decimals, RoundingMode.HALF_UP);
    BigDecimal shortest = rounded.signum() == 0 ? BigDecimal.ZERO : rounded.stripTrailingZeros();
    return grouped(shortest.setScale(Math.max(shortest.scale(), scale.leastDecimals())));
  }

  /** How many digits after the point are worth printing. */
  private static int decimals(double mean, double halfWidth, Scale scale) {
    boolean known = Double.isFinite(halfWidth) && halfWidth > NEGLIGIBLE_RATIO * Math.abs(mean);
    int magnitude = exponent(mean);
    int byMean = (known ? MOST_DIGITS : DIGITS_WITHOUT_INTERVAL) - 1 - magnitude;
    int decimals = byMean;
    if (known) {
      int byHalfWidth = decimalsOf(halfWidth);
      decimals = mean == 0 ? byHalfWidth : Math.min(byMean, byHalfWidth);
    } else if (mean == 0 || (scale.isCount() && mean == Math.rint(mean))) {
      decimals = 0;
    }
    if (scale.isCount() && Math.abs(mean) >= LEAST_WHOLE_COUNT) {
      decimals = 0;
    }
    decimals = Math.max(decimals, scale.leastDecimals());
    return Math.min(Math.max(decimals, 0), MOST_DECIMALS);
  }

  private static int decimalsOf(double halfWidth) {
    BigDecimal two = new BigDecimal(halfWidth).round(new MathContext(2, RoundingMode.HALF_UP));
    int leading = two.movePointLeft(Numbers.exponentOf(two)).intValue();
    return (leading < LEAST_LEADING_DIGIT_ALONE ? 1 : 0) - Numbers.exponentOf(two);
  }

  private static int exponent(double value) {
    return value == 0 ? 0 : Numbers.exponentOf(new BigDecimal(value));
  }

  private static String decimal(double value, int decimals) {
    return grouped(new BigDecimal(value).setScale(decimals, RoundingMode.HALF_UP));
  }

  private static String plain(BigDecimal value) {
    return value.toPlainString().replace('-', MINUS);
  }

  private static String grouped(BigDecimal value) {
    String text = plain(value);
    int start = value.signum() < 0 ? 1 : 0;
    int point = text.indexOf('.');
    int end = point < 0 ? text.length() : point;
    if (end - start < LEAST_GROUPED_DIGITS) {
      return text;
    }
    StringBuilder out = new StringBuilder(text);
    for (int i = end - 3; i > start; i -= 3) {
      out.insert(i, GROUP_SPACE);
    }
    return out.toString();
  }

  /** A unit that suits the size of a value. */
  record Scale(double factor, String symbol, int leastDecimals) {
    private static final double MINUTE = 60;
    private static final double HOUR = 3600;
    private static final double DAY = 86_400;

    static Scale of(String unit, double value) {
      double size = Math.abs(value);
      return switch (unit) {
        case "s" -> ofSeconds(size);
        case "ratio" -> new Scale(100, "%", 0);
        case "1", "" -> new Scale(1, "", 0);
        case "1/s" -> new Scale(1, "/s", 0);
        default -> isCurrency(unit) ? new Scale(1, unit, 2) : new Scale(1, unit, 0);
      };
    }

    private static Scale ofSeconds(double size) {
      if (size == 0 || (size >= 1 && size < 2 * MINUTE)) {
        return new Scale(1, "s", 0);
      }
      if (size < 1e-6) {
        return new Scale(1e9, "ns", 0);
      }
      if (size < 1e-3) {
        return new Scale(1e6, "µs", 0);
      }
      if (size < 1) {
        return new Scale(1e3, "ms", 0);
      }
      if (size < 2 * HOUR) {
        return new Scale(1 / MINUTE, "min", 0);
      }
      return size < 2 * DAY ? new Scale(1 / HOUR, "h", 0) : new Scale(1 / DAY, "d", 0);
    }

    private static boolean isCurrency(String unit) {
      return unit.length() == 3 && unit.chars().allMatch(c -> c >= 'A' && c <= 'Z');
    }

    double of(double value) {
      return value * factor;
    }

    boolean isCount() {
      return symbol.isEmpty();
    }

    String with(String number) {
      return symbol.isEmpty() ? number : number + " " + symbol;
    }
  }
}
