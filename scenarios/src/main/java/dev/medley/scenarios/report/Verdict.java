package dev.medley.scenarios.report;

import dev.medley.experiment.CheckResult;
import dev.medley.experiment.MetricSummary;
import dev.medley.experiment.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

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

  private static final double DOUBLE = 2;
  private static final Pattern RULE = Pattern.compile("^(.+?)\\s*[<>]=?[^<>]*$");

  /**
   * One rule held against the replications.
   *
   * @param rule as the scenario states it
   * @param holds whether it is met
   * @param value mean with interval
   * @param margin how far from the limit, {@code 18 % below the limit}
   * @param doubt empty, or {@link #UNDECIDED}
   * @param violated empty, or for how long of the simulated time the rule did not hold
   * @param check where it comes from
   */
  record Line(
      String rule,
      boolean holds,
      String value,
      String margin,
      String doubt,
      String violated,
      CheckResult check) {}

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
    long missed = lines.stream().filter(line -> !line.holds()).count();
    String nouns = lines.size() == 1 ? noun : noun + "s";
    if (missed > 0) {
      return lines.size() == 1
          ? nouns + " missed"
          : missed + " of " + lines.size() + " " + nouns + " missed";
    }
    return switch (lines.size()) {
      case 1 -> nouns + " met";
      case 2 -> "both " + nouns + " met";
      default -> "all " + lines.size() + " " + nouns + " met";
    };
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
    String value = Wording.estimate(check.value(), check.halfWidth(), check.unit());
    return new Line(
        check.name(),
        check.holds(),
        value,
        margin(check),
        doubt(check),
        violated(check, summary),
        check);
  }

  private static Line expectation(CheckResult check) {
    String value = Wording.estimate(check.value(), check.halfWidth(), check.unit());
    String limit = Wording.given(check.limit(), check.unit());
    String margin = check.holds() ? "agrees with " + limit : "expected " + limit;
    return new Line(check.name(), check.holds(), value, margin, "", "", check);
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
    boolean straddles = Math.abs(check.value() - check.limit()) < check.halfWidth();
    return straddles ? UNDECIDED : "";
  }

  private static String violated(CheckResult check, Summary summary) {
    for (MetricSummary metric : summary.metrics()) {
      MetricName name = MetricName.parse(metric.name());
      boolean meant =
          name.base().equals("slo.violation.time") && check.name().equals(name.labels().get("slo"));
      if (meant && metric.mean() > 0) {
        return "in violation for "
            + Wording.estimate(metric.mean(), metric.halfWidth(), metric.unit());
      }
    }
    return "";
  }
}
