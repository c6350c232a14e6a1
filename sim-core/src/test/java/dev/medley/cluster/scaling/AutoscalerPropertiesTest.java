package dev.medley.cluster.scaling;

import static dev.medley.cluster.scaling.Views.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.medley.cluster.scaling.hpa.HpaPolicy;
import dev.medley.cluster.scaling.smith.SmithPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every autoscaler whatever it sees. */
class AutoscalerPropertiesTest {
  private static final PlantModel PLANT = Views.plant(75 * SECOND, 10);

  static List<AutoscalerPolicy> policies() {
    List<AutoscalerPolicy> policies = new ArrayList<>();
    policies.add(new FixedPolicy());
    policies.addAll(metricPolicies());
    return policies;
  }

  static List<AutoscalerPolicy> metricPolicies() {
    List<AutoscalerPolicy> policies = new ArrayList<>();
    for (ScalingMetric metric : ScalingMetric.values()) {
      policies.add(HpaPolicy.of(metric, 0.6));
      policies.add(
          new HpaPolicy(
              metric,
              0.6,
              0,
              new HpaPolicy.Behavior(new HpaPolicy.ScaleUp(60), new HpaPolicy.ScaleDown(0)),
              0,
              0));
      if (metric != ScalingMetric.CONCURRENCY) {
        policies.add(SmithPolicy.of(metric, 0.6));
        policies.add(smith(metric, SmithPolicy.Plant.OBSERVED, null, 0));
        policies.add(smith(metric, SmithPolicy.Plant.MODEL, Duration.ofSeconds(20), 0));
        policies.add(smith(metric, SmithPolicy.Plant.MODEL, Duration.ofSeconds(200), 300));
      }
    }
    return policies;
  }

  private static SmithPolicy smith(
      ScalingMetric metric,
      SmithPolicy.Plant plant,
      @org.jspecify.annotations.Nullable Duration deadTime,
      int windowSeconds) {
    return new SmithPolicy(
        metric,
        0.6,
        0.3,
        1.2,
        0.4,
        0.05,
        plant,
        deadTime,
        new SmithPolicy.ScaleDown(windowSeconds));
  }

  @ParameterizedTest
  @MethodSource("policies")
  void answersStayWithinBoundsWhateverIsSeen(AutoscalerPolicy policy) {
    for (long seed = 1; seed <= 15; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Controller controller = policy.start(PLANT);
      int spec = 10;
      int min = 1 + random.nextInt(5);
      int max = min + random.nextInt(60);
      long now = 0;
      for (int k = 0; k < 150; k++) {
        now += 15 * SECOND;
        if (random.nextInt(50) == 0) {
          // Somebody else scales the service.
          spec = 1 + random.nextInt(100);
        }
        ScalingView view = randomView(random, now, spec, min, max);
        ScalingDecision.Replicas answer = (ScalingDecision.Replicas) controller.decide(view);
        assertThat(answer.replicas()).as("seed %d step %d", seed, k).isBetween(min, max);
        assertThat(answer.reason())
            .as("seed %d step %d", seed, k)
            .isNotBlank()
            .doesNotContain("no number", "infinite", "NaN");
        spec = answer.replicas();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("metricPolicies")
  void nothingChangesWithoutSamples(AutoscalerPolicy policy) {
    Controller controller = policy.start(PLANT);
    for (int k = 0; k < 40; k++) {
      assertThat(answer(controller, k, 10, 1, 100, instances(10, InstanceObservation.MISSING)))
          .isEqualTo(10);
    }
  }

  @ParameterizedTest
  @MethodSource("metricPolicies")
  void nothingChangesWhileNoInstanceServes(AutoscalerPolicy policy) {
    Controller controller = policy.start(PLANT);
    List<InstanceObservation> starting = Collections.nCopies(10, Views.starting(1000, 30 * SECOND));
    for (int k = 0; k < 40; k++) {
      assertThat(answer(controller, k, 10, 1, 100, starting)).isEqualTo(10);
    }
    assertThat(answer(controller, 40, 10, 1, 100, List.of())).isEqualTo(10);
  }

  @ParameterizedTest
  @MethodSource("metricPolicies")
  void idleServiceGoesToItsMinimum(AutoscalerPolicy policy) {
    assertThat(settled(policy, 3, 100, 0)).isEqualTo(3);
  }

  @ParameterizedTest
  @MethodSource("metricPolicies")
  void absurdLoadGoesToTheMaximum(AutoscalerPolicy policy) {
    assertThat(settled(policy, 3, 100, 1_000_000_000_000L)).isEqualTo(100);
    assertThat(settled(policy, 3, 100, Long.MAX_VALUE / 2)).isEqualTo(100);
  }

  @ParameterizedTest
  @MethodSource("policies")
  void equalBoundsLeaveNoChoice(AutoscalerPolicy policy) {
    for (long usage : new long[] {0, 300, 600, 100_000}) {
      assertThat(settled(policy, 7, 7, usage)).isEqualTo(7);
    }
  }

  @ParameterizedTest
  @MethodSource("metricPolicies")
  void serviceAtItsTargetIsLeftAlone(AutoscalerPolicy policy) {
    Controller controller = policy.start(PLANT);
    for (int k = 0; k < 40; k++) {
      assertThat(answer(controller, k, 10, 1, 100, instances(10, 600))).isEqualTo(10);
    }
  }

  @ParameterizedTest
  @MethodSource("policies")
  void decisionsAndReasonsAreTheSameTwiceAndInEveryLocale(AutoscalerPolicy policy) {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.ROOT);
      List<ScalingDecision> expected = decisions(policy);
      for (String tag : List.of("de-DE", "ar-EG", "hi-IN-u-nu-deva", "tr-TR")) {
        Locale.setDefault(Locale.forLanguageTag(tag));
        assertThat(decisions(policy)).as(tag).isEqualTo(expected);
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  private static List<ScalingDecision> decisions(AutoscalerPolicy policy) {
    SplittableRandom random = new SplittableRandom(5);
    Controller controller = policy.start(PLANT);
    List<ScalingDecision> decisions = new ArrayList<>();
    int spec = 10;
    for (int k = 1; k <= 60; k++) {
      ScalingDecision decision =
          controller.decide(randomView(random, k * 15 * SECOND, spec, 2, 60));
      spec = ((ScalingDecision.Replicas) decision).replicas();
      decisions.add(decision);
    }
    return decisions;
  }

  /** The size after 100 periods in which every instance serves and shows the same. */
  private static int settled(AutoscalerPolicy policy, int min, int max, long usageMilli) {
    Controller controller = policy.start(PLANT);
    int spec = Math.max(min, Math.min(max, 10));
    for (int k = 0; k < 100; k++) {
      spec = answer(controller, k, spec, min, max, instances(spec, usageMilli));
    }
    return spec;
  }

  private static int answer(
      Controller controller,
      int k,
      int spec,
      int min,
      int max,
      List<InstanceObservation> instances) {
    int ready = (int) instances.stream().filter(InstanceObservation::ready).count();
    return ((ScalingDecision.Replicas)
            controller.decide(
                new Views.Snapshot(
                    k * 15 * SECOND, spec, min, max, ready, spec - ready, instances)))
        .replicas();
  }

  private static List<InstanceObservation> instances(int count, long usageMilli) {
    return Collections.nCopies(count, Views.serving(usageMilli, 1000));
  }

  private static ScalingView randomView(
      SplittableRandom random, long now, int spec, int min, int max) {
    List<InstanceObservation> instances = new ArrayList<>();
    int ready = 0;
    int mood = random.nextInt(4);
    for (int i = 0; i < spec; i++) {
      boolean started = random.nextInt(5) > 0;
      boolean isReady = started && random.nextInt(6) > 0;
      boolean deleted = random.nextInt(20) == 0;
      ready += isReady && !deleted ? 1 : 0;
      long age = random.nextLong(1000 * SECOND);
      long usage =
          !started || random.nextInt(10) == 0
              ? InstanceObservation.MISSING
              : switch (mood) {
                case 0 -> 0;
                case 1 -> random.nextLong(Long.MAX_VALUE / 2);
                default -> random.nextInt(1500);
              };
      long request = random.nextInt(30) == 0 ? 0 : random.nextInt(2000);
      instances.add(
          new InstanceObservation(
              started,
              isReady,
              deleted,
              age,
              random.nextLong(age + 1),
              usage,
              request,
              random.nextLong(60 * SECOND),
              10 * SECOND));
    }
    return new Views.Snapshot(now, spec, min, max, ready, Math.max(0, spec - ready), instances);
  }
}
