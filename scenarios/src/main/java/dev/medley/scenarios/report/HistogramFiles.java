package dev.medley.scenarios.report;

import dev.medley.stat.LatencyHistogram;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/**
 * Latency histograms as the files that HdrHistogram's own tools read.
 *
 * <p>{@code .hlog} is the interval log, format 1.3, with base time 0 and one line that spans the
 * whole simulated clock; {@code .hgrm} the percentile table for the usual plotters. Recorded values
 * are nanoseconds; the maximum in the log and the values in the table are milliseconds, as those
 * tools expect.
 */
final class HistogramFiles {
  private static final double NANOS_PER_MILLISECOND = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final int TICKS_PER_HALF_DISTANCE = 5;
  private static final int LONGEST_STEM = 120;

  private HistogramFiles() {}

  /** The recorded counts with HdrHistogram's own arithmetic. */
  static Histogram decode(LatencyHistogram histogram) {
    try {
      return Histogram.decodeFromCompressedByteBuffer(
          ByteBuffer.wrap(histogram.compressedHdrPayload()), 0);
    } catch (DataFormatException broken) {
      throw new IllegalStateException("a histogram of this process cannot be read back", broken);
    }
  }

  /** Writes the interval log of one histogram; leaves {@code out} open. */
  static void writeLog(
      String metric, LatencyHistogram histogram, long durationNanos, OutputStream out) {
    PrintStream text = new PrintStream(out, false, StandardCharsets.UTF_8);
    HistogramLogWriter log = new HistogramLogWriter(text);
    log.outputComment("[Metric: " + metric + "]");
    log.outputComment("[Recorded on the simulated clock; values in nanoseconds]");
    log.outputLogFormatVersion();
    log.setBaseTime(0);
    log.outputBaseTime(0);
    log.outputLegend();
    log.outputIntervalHistogram(
        0, durationNanos / NANOS_PER_SECOND, decode(histogram), NANOS_PER_MILLISECOND);
    text.flush();
  }

  /** Writes the percentile table of one histogram, in milliseconds; leaves {@code out} open. */
  static void writePercentiles(LatencyHistogram histogram, OutputStream out) {
    PrintStream text = new PrintStream(out, false, StandardCharsets.UTF_8);
    decode(histogram)
        .outputPercentileDistribution(text, TICKS_PER_HALF_DISTANCE, NANOS_PER_MILLISECOND);
    text.flush();
  }

  /**
   * File name stems by metric name, in the given order: {@code request.latency{service=web}}
   * becomes {@code request.latency.service-web}. Letters outside ASCII and separators become
   * underscores; a stem that is taken, be it in another case, gets a number.
   */
  static Map<String, String> stems(Collection<String> metrics) {
    Map<String, String> stems = new LinkedHashMap<>();
    Set<String> taken = new HashSet<>();
    for (String metric : metrics) {
      String stem = stem(metric);
      String free = stem;
      for (int number = 2; !taken.add(free.toLowerCase(Locale.ROOT)); number++) {
        free = stem + "-" + number;
      }
      stems.put(metric, free);
    }
    return stems;
  }

  private static String stem(String metric) {
    StringBuilder stem = new StringBuilder(metric.length());
    for (int i = 0; i < metric.length(); i++) {
      char c = metric.charAt(i);
      switch (c) {
        case '{', ',' -> stem.append('.');
        case '=' -> stem.append('-');
        case '}' -> {}
        default -> stem.append(isPlain(c) ? c : '_');
      }
    }
    if (stem.length() == 0 || stem.charAt(0) == '.') {
      stem.insert(0, '_');
    }
    stem.setLength(Math.min(stem.length(), LONGEST_STEM));
    return stem.toString();
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '.'
        || c == '-'
        || c == '_';
  }
}
