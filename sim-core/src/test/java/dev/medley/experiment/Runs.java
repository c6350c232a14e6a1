package dev.medley.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.stat.ConfidenceInterval;
import dev.medley.stat.LatencyHistogram;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Replications of a model, and what they say of a figure. */
public final class Runs {
  private static final double CONFIDENCE = 0.999;
  private static final Map<String, Double> EXACT = new TreeMap<>();

  static {
    try (InputStream in = Runs.class.getResourceAsStream("/oracles.json")) {
      for (JsonNode oracle : JsonMapper.shared().readTree(in)) {
        EXACT.put(oracle.get("id").asString(), oracle.get("exact_value").asDouble());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final long seed;
  private final Outcome[] outcomes;

  private Runs(long seed, Outcome[] outcomes) {
    this.seed = seed;
    this.outcomes = outcomes;
  }

  /** Runs so many replications. */
  public static Runs of(ClusterModel model, long seed, int replications) {
    Outcome[] outcomes = new Outcome[replications];
    for (int i = 0; i < replications; i++) {
      outcomes[i] = Replication.run(model, seed, i);
    }
    return new Runs(seed, outcomes);
  }

  /** The value of a figure, by its full name. */
  public static double figure(Outcome outcome, String name) {
    for (MetricValue metric : outcome.metrics()) {
      if (metric.name().equals(name)) {
        return metric.value();
      }
    }
    throw new AssertionError("no figure " + name + " among " + outcome.metrics());
  }

  /** A figure over time, by its full name. */
  public static double[] series(Outcome outcome, String name) {
    for (TimeSeries.Column column : outcome.series().columns()) {
      if (column.name().equals(name)) {
        return column.values();
      }
    }
    throw new AssertionError("no series " + name);
  }

  /** Share of the recorded values of a distribution that are at most so many seconds. */
  public static double shareWithin(Outcome outcome, String name, double seconds) {
    LatencyHistogram histogram = outcome.histograms().get(name);
    return (double) histogram.countAtOrBelow(Math.round(seconds * 1e9)) / histogram.count();
  }

  /** The known answer of an oracle. */
  public static double exact(String id) {
    Double exact = EXACT.get(id);
    if (exact == null) {
      throw new AssertionError("no oracle " + id);
    }
    return exact;
  }

  public ConfidenceInterval interval(ToDoubleFunction<Outcome> value) {
    double[] values = new double[outcomes.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = value.applyAsDouble(outcomes[i]);
    }
    return ConfidenceInterval.of(values, CONFIDENCE);
  }

  public ConfidenceInterval interval(String name) {
    return interval(outcome -> figure(outcome, name));
  }

  /**
   * The 99.9 % interval of a figure contains the exact value and is narrow enough to mean
   * something.
   *
   * @param widest greatest half width allowed, relative to the exact value
   */
  public Runs agrees(String what, ToDoubleFunction<Outcome> value, double exact, double widest) {
    ConfidenceInterval interval = interval(value);
    String shown = what + " with seed " + seed + ": " + interval;
    assertThat(interval.halfWidth()).as(shown).isLessThan(widest * exact);
    // A histogram's cells are 0.1 % wide.
    assertThat(Math.abs(interval.mean() - exact))
        .as(shown + " against " + exact)
        .isLessThanOrEqualTo(interval.halfWidth() + 1e-3 * exact);
    return this;
  }

  public Runs agrees(String name, double exact, double widest) {
    return agrees(name, outcome -> figure(outcome, name), exact, widest);
  }
}
