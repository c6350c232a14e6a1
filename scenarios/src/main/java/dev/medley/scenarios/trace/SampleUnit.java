package dev.medley.scenarios.trace;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The unit of a column of durations. */
public enum SampleUnit {
  NS("ns", 1, "ns|nanos|nanoseconds|nanosecond"),
  US("us", 1e3, "us|µs|μs|usec|micros|microseconds|microsecond"),
  MS("ms", 1e6, "ms|msec|millis|milliseconds|millisecond"),
  S("s", 1e9, "s|sec|secs|seconds|second");

  private final String text;
  private final double nanos;
  private final Pattern atEndOfName;

  SampleUnit(String text, double nanos, String names) {
    this.text = text;
    this.nanos = nanos;
    this.atEndOfName = Pattern.compile("(?:.*[^\\p{L}\\p{N}])?(?:" + names + ")[)\\]]?");
  }

  /** As it is written in options and messages. */
  public String text() {
    return text;
  }

  double nanos() {
    return nanos;
  }

  /** The names of all units. */
  public static List<String> names() {
    return Arrays.stream(values()).map(SampleUnit::text).toList();
  }

  /** The unit of this name; null when there is none. */
  static @Nullable SampleUnit of(String name) {
    String plain = name.equals("µs") || name.equals("μs") ? "us" : name;
    return Arrays.stream(values()).filter(u -> u.text.equals(plain)).findFirst().orElse(null);
  }

  /** The unit that a column's name ends with, {@code boot_ms} or {@code start (us)}; or null. */
  static @Nullable SampleUnit inName(String column) {
    for (SampleUnit unit : values()) {
      Matcher matcher = unit.atEndOfName.matcher(column.strip().toLowerCase(Locale.ROOT));
      if (matcher.matches()) {
        return unit;
      }
    }
    return null;
  }
}
