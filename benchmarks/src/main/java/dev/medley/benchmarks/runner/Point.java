package dev.medley.benchmarks.runner;

import dev.medley.benchmarks.Delays;
import dev.medley.benchmarks.Variate;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one fork measures: a benchmark with all its parameters.
 *
 * @param benchmark simple name of the benchmark class
 * @param setting task and size, the same for all contestants that can be compared: {@code calendar
 *     1e4 exp}
 * @param contestant whose turn it is
 * @param parameters of the benchmark class
 * @param size pending events, subjects, servers or hosts
 */
record Point(
    String benchmark,
    String setting,
    String contestant,
    SortedMap<String, String> parameters,
    int size) {
  /** The name of our side. */
  static final String MEDLEY = "Medley";

  private static final int LARGE = 1_000_000;

  static Point calendar(String contestant, int pending, Delays.Law law) {
    return delayed("CalendarHold", "calendar", "pending", contestant, pending, law);
  }

  static Point wholeLoop(String contestant, int pending, Delays.Law law) {
    return delayed("WholeLoop", "whole-loop", "pending", contestant, pending, law);
  }

  static Point timeouts(String contestant, int subjects) {
    return delayed(
        "Timeouts", "timeouts", "subjects", contestant, subjects, Delays.Law.EXPONENTIAL);
  }

  static Point station(String contestant, int servers) {
    SortedMap<String, String> parameters = of("servers", servers);
    parameters.put("contestant", contestant);
    return new Point("Station", "M/M/" + servers, contestant, parameters, servers);
  }

  static Point draws(String contestant, Variate variate) {
    SortedMap<String, String> parameters = new TreeMap<>();
    parameters.put("contestant", contestant);
    parameters.put("law", variate.name());
    String law = variate.name().toLowerCase(Locale.ROOT).replace('_', '-');
    return new Point("Draws", "draw " + law, contestant, parameters, 1);
  }

  static Point schedulingPass(int hosts) {
    return new Point(
        "SchedulingPass", "scheduling-pass " + number(hosts), MEDLEY, of("hosts", hosts), hosts);
  }

  static Point wholeReplication() {
    return new Point("WholeReplication", "whole-replication", MEDLEY, new TreeMap<>(), 1);
  }

  private static Point delayed(
      String benchmark, String task, String size, String contestant, int n, Delays.Law law) {
    SortedMap<String, String> parameters = of(size, n);
    parameters.put("contestant", contestant);
    parameters.put("law", law.name());
    String setting = task + " " + number(n) + " " + shortName(law);
    return new Point(benchmark, setting, contestant, parameters, n);
  }

  private static SortedMap<String, String> of(String name, int value) {
    SortedMap<String, String> parameters = new TreeMap<>();
    parameters.put(name, Integer.toString(value));
    return parameters;
  }

  private static String shortName(Delays.Law law) {
    return switch (law) {
      case EXPONENTIAL -> "exp";
      case UNIFORM -> "uniform";
      case BIMODAL -> "bimodal";
      case CONSTANT -> "constant";
    };
  }

  /** A power of ten as {@code 1e4}. */
  private static String number(int n) {
    String digits = Integer.toString(n);
    return "1e" + (digits.length() - 1);
  }

  /** Whether a fork needs longer, since it is memory that sets the pace. */
  boolean isLarge() {
    return size >= LARGE;
  }

  @Override
  public String toString() {
    return setting + ", " + contestant;
  }
}
