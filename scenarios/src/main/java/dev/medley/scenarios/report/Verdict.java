package dev.medley.scenarios.report;

import dev.medley.experiment.CheckResult;
import dev.medley.experiment.MetricSummary;
import dev.medley.experiment.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the replications say about the scenario's SLOs and expectations, in words.
 *
 * @param holds whether every SLO and every expectation is met
 * @param headline one line: met or missed, and by how much
 * @param slos one line per SLO
 * @param expectations one line per expectation
 */
record Verdict(boolean holds, String headline, List<Line> slos, List<Line> expectations) {
  /** Said of a rule whose limit lies inside the interval: more replications could turn it. */
  static final String UNDECIDED = "undecided";

  static final String MET = "met";
  static final String MISSED = "missed";

  private static final double DOUBLE = 2;
  private static final double MUCH_OF_THE_TIME = 0.05;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double MINUTE_SECONDS = 60;
  private static final Pattern RULE = Pattern.compile("^(.+?)\\s*[<>]=?[^<>]*$");

  /**
   * One rule held against the replications.
   *
   * @param rule as the scenario states it
   * @param holds whether it is met
   * @param value mean with interval
   * @param margin how far from the limit, {@code 18 % below the limit}
   * @param doubt empty, or {@link #UNDECIDED}
   * @param violated empty, or for how long of the measured time the rule did not hold
   * @param violatedShare that time as a share of the measured time; 0 when it always held
   * @param check where it comes from
   */
  record Line(
      String rule,
      boolean holds,
      String value,
      String margin,
      String doubt,
      String violated,
      double violatedShare,
      CheckResult check) {

    /** {@code met}, {@code missed} or {@link #UNDECIDED}. */
    String state() {
      return doubt.isEmpty() ? holds ? MET : MISSED : UNDECIDED;
    }
  }

  /** {@code met}, {@code missed}, or {@link #UNDECIDED} when nothing worse can be said. */
  String state() {
    boolean missed = false;
    boolean open = false;
    for (List<Line> lines : List.of(slos, expectations)) {
      missed |= lines.stream().anyMatch(line -> line.state().equals(MISSED));
      open |= lines.stream().anyMatch(line -> line.state().equals(UNDECIDED));
    }
    return missed ? MISSED : open ? UNDECIDED : MET;
  }

  static Verdict of(Summary summary) {
    return of(summary, summary.expectations());
  }

  /** The verdict on the SLOs alone. */
  static Verdict ofSlos(Summary summary) {
    return of(summary, List.of());
  }

  private static Verdict of(Summary summary, List<CheckResult> expectations) {
    List<Line> slos = summary.slo().stream().map(check -> slo(check, summary)).toList();
    List<Line> expected = expectations.stream().map(Verdict::expectation).toList();
    return new Verdict(
        slos.stream().allMatch(Line::holds) && expected.stream().allMatch(Line::holds),
        headline(slos, expected),
        slos,
        expected);
  }

  private static String headline(List<Line> slos, List<Line> expected) {
    List<String> parts = new ArrayList<>();
    if (!slos.isEmpty()) {
      parts.add(several(slos, "SLO") + ": " + nearestTheEdge(slos));
    }
    if (!expected.isEmpty()) {
      parts.add(several(expected, "expected value"));
    }
    return parts.isEmpty() ? "no SLO stated" : String.join("; ", parts);
  }

  private static String several(List<Line> lines, String noun) {
    int all = lines.size();
    long missed = lines.stream().filter(line -> line.state().equals(MISSED)).count();
    long open = lines.stream().filter(line -> line.state().equals(UNDECIDED)).count();
    long met = all - missed - open;
    String nouns = all == 1 ? noun : noun + "s";
    for (String state : List.of(MET, MISSED, UNDECIDED)) {
      long count = state.equals(MET) ? met : state.equals(MISSED) ? missed : open;
      if (count == all && (all == 1 || !state.equals(MISSED))) {
        return (all == 1 ? "" : all == 2 ? "both " : "all " + all + " ") + nouns + " " + state;
      }
    }
    if (open == 0) {
      return missed + " of " + all + " " + nouns + " missed";
    }
    List<String> parts = new ArrayList<>();
    addCount(parts, met, MET);
    addCount(parts, missed, MISSED);
    addCount(parts, open, UNDECIDED);
    String first = parts.get(0);
    int space = first.indexOf(' ');
    parts.set(0, first.substring(0, space) + " of " + all + " " + nouns + first.substring(space));
    return String.join(", ", parts);
  }

  private static void addCount(List<String> parts, long count, String state) {
    if (count > 0) {
      parts.add(count + " " + state);
    }
  }

  /** The SLO that decides: the one missed by most, or met by least. */
  private static String nearestTheEdge(List<Line> slos) {
    boolean missed = slos.stream().anyMatch(line -> !line.holds());
    Line chosen = slos.get(0);
    for (Line line : slos) {
      if (missed
          ? !line.holds() && (chosen.holds() || distance(line) > distance(chosen))
          : distance(line) < distance(chosen)) {
        chosen = line;
      }
    }
    String subject = RULE.matcher(chosen.rule()).replaceFirst("$1");
    return (slos.size() == 1 ? "" : missed ? "worst " : "closest ")
        + subject
        + ", "
        + chosen.margin();
  }

  private static double distance(Line line) {
    double limit = line.check().limit();
    double away = Math.abs(line.check().value() - limit);
    return limit == 0 ? away : away / Math.abs(limit);
  }

  private static Line slo(CheckResult check, Summary summary) {
    String subject = RULE.matcher(check.name()).replaceFirst("$1");
    String value = Wording.estimate(check.value(), check.halfWidth(), check.unit());
    MetricSummary violation = violation(check, summary);
    double measuredSeconds = summary.measuredNanos() / NANOS_PER_SECOND;
    String doubt = doubt(check);
    Censoring censoring = Censoring.of(summary);
    boolean hidden = !check.holds() && censoring.hides(subject) && check.value() < check.limit();
    return new Line(
        check.name(),
        check.holds(),
        censoring.mark(subject, value),
        hidden ? "hidden by time-outs" : margin(check),
        doubt,
        violation == null ? "" : violated(check, doubt, violation, summary),
        violation == null ? 0 : violation.mean() / measuredSeconds,
        check);
  }

  private static Line expectation(CheckResult check) {
    String value = Wording.estimate(check.value(), check.halfWidth(), check.unit());
    String limit = Wording.given(check.limit(), check.unit());
    String margin =
        (check.holds() ? "agrees with " : "expected ")
            + limit
            + (Double.isFinite(check.value()) && Double.isNaN(check.halfWidth())
                ? " (one replication has no interval)"
                : " (" + Wording.confidence(check.confidence()) + " interval)");
    return new Line(check.name(), check.holds(), value, margin, "", "", 0, check);
  }

  /** What must be said of rules that hold on the whole, though not for much of the time. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    for (Line line : slos) {
      if (line.holds() && line.violatedShare() > MUCH_OF_THE_TIME) {
        notes.add(
            line.rule()
                + " is met on the whole but violated for "
                + Wording.share(line.violatedShare())
                + " of the time: a shorter run around the surge would miss it");
      }
    }
    if (slos.stream().anyMatch(line -> !line.doubt().isEmpty())) {
      notes.add(
          UNDECIDED
              + ": the limit lies inside the confidence interval; more replications can turn the"
              + " answer");
    }
    return notes;
  }

  private static String margin(CheckResult check) {
    double value = check.value();
    double limit = check.limit();
    if (!Double.isFinite(value)) {
      return "no value";
    }
    if (value == limit) {
      return "at the limit";
    }
    if (value == 0 && limit > 0 && isUpperLimit(check)) {
      return "none";
    }
    boolean above = value > limit;
    if (limit == 0) {
      return Wording.value(Math.abs(value), check.unit()) + (above ? " above" : " below") + " 0";
    }
    double ratio = value / limit;
    if (ratio >= DOUBLE) {
      return Wording.value(ratio, "1") + " times the limit";
    }
    String share = Wording.share(Math.abs(ratio - 1));
    return share + (above ? " above" : " below") + " the limit";
  }

  private static String doubt(CheckResult check) {
    return isUndecided(check) ? UNDECIDED : "";
  }

  /** Whether the limit lies inside the interval. */
  static boolean isUndecided(CheckResult check) {
    return Math.abs(check.value() - check.limit()) < check.halfWidth();
  }

  private static @Nullable MetricSummary violation(CheckResult check, Summary summary) {
    for (MetricSummary metric : summary.metrics()) {
      MetricName name = MetricName.parse(metric.name());
      boolean meant =
          name.base().equals("slo.violation.time") && check.name().equals(name.labels().get("slo"));
      if (meant && metric.mean() > 0) {
        return metric;
      }
    }
    return null;
  }

  private static String violated(
      CheckResult check, String doubt, MetricSummary violation, Summary summary) {
    double stepSeconds = summary.stepNanos() / NANOS_PER_SECOND;
    return (doubt.isEmpty() ? check.holds() ? MET : MISSED : UNDECIDED)
        + " over the whole "
        + Wording.span(summary.measuredNanos() / NANOS_PER_SECOND)
        + (isUpperLimit(check) ? "; above" : "; below")
        + " the limit in "
        + Wording.estimate(violation.mean(), violation.halfWidth(), violation.unit())
        + " of it, judged "
        + (stepSeconds == MINUTE_SECONDS
            ? "minute by minute"
            : "in steps of " + Wording.span(stepSeconds));
  }

  private static boolean isUpperLimit(CheckResult check) {
    return check.name().contains("<");
  }
}
