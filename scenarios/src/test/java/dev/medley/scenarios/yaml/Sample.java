package dev.medley.scenarios.yaml;

import dev.medley.check.Checks;
import dev.medley.check.Default;
import dev.medley.check.Doc;
import dev.medley.check.Form;
import dev.medley.check.Quantity;
import dev.medley.check.Range;
import dev.medley.check.Rest;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A configuration with every feature that the binder knows, in the shape of a scenario file. */
@Doc("A sample of everything")
record Sample(
    @Doc("What it is called") String name,
    @Doc("Simulated time") @Range(min = 0, exclusiveMin = true) Duration duration,
    @Default("10m") Duration warmup,
    @Default("1") long seed,
    @Range(min = 1, max = 10_000) @Default("10") int replications,
    @Default("nominal") Profile profile,
    @Doc("Groups of identical hosts") @Range(min = 1) List<HostGroup> hosts,
    Map<String, Service> services,
    Map<String, Load> workload,
    @Default("{currency: EUR}") Prices prices,
    @Default("[]") List<String> slo) {

  enum Profile {
    @Doc("What vendors say")
    NOMINAL,
    @Doc("What was measured")
    EMPIRICAL,
    BEST_CASE
  }

  @Doc("Identical hosts")
  record HostGroup(
      String name,
      @Doc("Number of hosts") @Range(min = 1, max = 1_000_000) @Default("1") int count,
      @Range(min = 1, max = 1024) @Default("64") Cores cpu,
      @Nullable String offload) {
    HostGroup {
      Checks.of(HostGroup.class).with("count", count).with("cpu", cpu).orThrow();
    }
  }

  record Service(
      String runtime,
      @Default("{}") Replicas replicas,
      @Range(min = 1) @Default("8") int concurrency,
      Law demand,
      @Nullable Duration timeout,
      @Default("false") boolean privileged,
      @Range(min = 0, max = 1) @Default("0.1") double tolerance,
      @Default("0") double drift,
      @Range(max = Double.POSITIVE_INFINITY) @Default(".inf") double most,
      @Nullable Scaler autoscaler) {}

  record Replicas(
      @Range(min = 0) @Default("1") int initial,
      @Range(min = 0) @Default("1") int min,
      @Range(min = 0) @Default("10") int max) {
    Replicas {
      Checks.of(Replicas.class)
          .with("initial", initial)
          .with("min", min)
          .with("max", max)
          .require(min <= max, "min", "must be <= max " + max + " (was " + min + ")")
          .orThrow();
    }
  }

  @Doc("How long something takes")
  sealed interface Law permits Law.Constant, Law.LogNormal, Law.Empirical, Law.Mixture, Law.Zero {
    @Doc("Always the same")
    record Constant(@Doc("The duration") @Range(max = 3600) Duration value) implements Law {}

    @Doc("A long tail")
    record LogNormal(double mu, @Range(min = 0) double sigma) implements Law {
      public LogNormal {
        Checks.of(LogNormal.class).with("sigma", sigma).orThrow();
      }

      @Doc("By mean and coefficient of variation")
      @Form
      static LogNormal byMean(Duration mean, double cv) {
        double variance = StrictMath.log1p(cv * cv);
        if (cv < 0) {
          throw new dev.medley.check.InvalidConfiguration("cv", "must be >= 0 (was " + cv + ")");
        }
        return new LogNormal(
            StrictMath.log(mean.toNanos() / 1e9) - variance / 2, Math.sqrt(variance));
      }

      @Form
      static LogNormal byVariance(Duration mean, double variance) {
        double seconds = mean.toNanos() / 1e9;
        return byMean(mean, Math.sqrt(variance) / seconds);
      }
    }

    record Empirical(@Range(min = 2) List<Duration> quantiles) implements Law {}

    record Mixture(@Range(min = 1) List<Part> parts) implements Law {
      record Part(@Range(min = 0, max = 1) double weight, Law law) {}
    }

    record Zero() implements Law {}
  }

  record Load(Arrivals arrivals) {}

  sealed interface Arrivals
      permits Arrivals.Rate, Arrivals.Rates, Arrivals.Counts, Arrivals.Closed {
    record Rate(double perSecond) implements Arrivals {}

    record Rates(List<Step> steps) implements Arrivals {
      record Step(Duration at, double rate, @Default("0s") Duration ramp) {}
    }

    record Counts(String file, @Default("count") String column) implements Arrivals {}

    record Closed(@Range(min = 1) int users, Duration think) implements Arrivals {}
  }

  record Prices(String currency, @Rest Map<String, Cores> items) {}

  /** The base of a registry: not sealed, found by a tag. */
  interface Scaler {}

  record Hpa(
      @Default("cpu") String metric,
      @Range(min = 0, exclusiveMin = true, max = 1) @Default("0.6") double target,
      @Default("300s") Duration stabilisation)
      implements Scaler {}

  record Smith(@Range(min = 0, max = 1) @Default("0.7") double target, @Default("1") double gain)
      implements Scaler {}

  record Scheduled(@Range(min = 1) List<Integer> replicas) implements Scaler {}

  @Doc("CPU cores, such as 2 or 500m")
  record Cores(BigDecimal value) implements Quantity {
    public static final String PATTERN = "^-?[0-9]{1,6}(\\.[0-9]{1,3})?m?$";

    static Cores parse(String text) {
      if (!text.matches(PATTERN)) {
        throw new IllegalArgumentException("must be cores such as 2, 0.5 or 500m");
      }
      boolean milli = text.endsWith("m");
      BigDecimal number = new BigDecimal(milli ? text.substring(0, text.length() - 1) : text);
      BigDecimal cores = milli ? number.movePointLeft(3) : number;
      return new Cores(cores.signum() == 0 ? BigDecimal.ZERO : cores.stripTrailingZeros());
    }

    @Override
    public double baseValue() {
      return value.doubleValue();
    }

    @Override
    public String baseUnit() {
      return "cores";
    }

    @Override
    public String toString() {
      BigDecimal milli = value.movePointRight(3);
      boolean whole = value.stripTrailingZeros().scale() <= 0;
      return whole ? value.toPlainString() : milli.stripTrailingZeros().toPlainString() + "m";
    }
  }

  static Binder binder() {
    Map<String, Class<? extends Record>> scalers = new LinkedHashMap<>();
    scalers.put("hpa", Hpa.class);
    scalers.put("smith", Smith.class);
    scalers.put("scheduled", Scheduled.class);
    return Binder.builder().registry(Scaler.class, "type", scalers).build();
  }

  /** A valid document: line numbers below are those of this text. */
  static final String VALID =
      """
      name: flash-crowd
      duration: 2h
      warmup: 1m30s
      replications: 4
      hosts:
        - { name: plain, count: 10 }
        - name: carded
          count: 2
          cpu: 500
          offload: fpga-gateway
      services:
        web:
          runtime: container
          replicas: { initial: 20, min: 5, max: 300 }
          demand: { log-normal: { mean: 20ms, cv: 1.0 } }
          timeout: 2s
          tolerance: 5%
          autoscaler: { type: hpa, metric: cpu, target: 0.6 }
        legacy:
          runtime: vm
          demand: { constant: 5ms }
        idle:
          runtime: "1:30"
          demand: zero
          autoscaler: smith
      workload:
        web:
          arrivals:
            rates: [ { at: 0s, rate: 50 }, { at: 60m, rate: 500, ramp: 60s } ]
        legacy:
          arrivals: { counts: day.csv }
      prices: { currency: EUR, general: "2", "a.b": 500m }
      slo: [ "request.latency{service=web}.p99 < 500ms", "x < 1" ]
      """;

  static Document valid() {
    return Document.parse("file", VALID);
  }
}
