package dev.medley.cluster.scaling;

import static dev.medley.cluster.scaling.Views.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.medley.cluster.scaling.hpa.HpaPolicy;
import dev.medley.cluster.scaling.smith.SmithPolicy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The two facts on ratio scalers: dividing by the replicas that served late oscillates, dividing by
 * the replicas asked for does not. Target 0.5; the demand steps from 5 to 10 cores, 10 to 20
 * replicas.
 */
class RatioScalerTest {
  private static final double TARGET = 0.5;
  private static final double CORES = 10;

  /** Oracle hpa_naive_d1_peak: one period of dead time is already marginal. */
  @Test
  void ratioOnTheUtilisationOfOnePeriodAgoRepeatsEverySixPeriods() {
    HpaPolicy naive =
        new HpaPolicy(
            ScalingMetric.CPU,
            TARGET,
            0,
            new HpaPolicy.Behavior(new HpaPolicy.ScaleUp(0), new HpaPolicy.ScaleDown(0)),
            0,
            0);
    Controller controller = naive.start(Views.plant(0, 10));
    List<Integer> replicas = new ArrayList<>(List.of(10, 10));
    for (int k = 1; k <= 12; k++) {
      int now = replicas.get(k);
      int before = replicas.get(k - 1);
      List<InstanceObservation> instances = new ArrayList<>();
      for (int i = 0; i < now; i++) {
        instances.add(Views.serving(Math.round(1000 * CORES / before), 1000));
      }
      replicas.add(decide(controller, k, now, now, instances).replicas());
    }
    assertThat(replicas.subList(1, 14))
        .containsExactly(10, 20, 40, 40, 20, 10, 10, 20, 40, 40, 20, 10, 10);
  }

  /** Oracle hpa_smith_d_any: dead-beat whatever the dead time. */
  @ParameterizedTest
  @EnumSource(SmithPolicy.Plant.class)
  void ratioOnTheReplicasAskedForIsDeadBeat(SmithPolicy.Plant plant) {
    for (int delay = 0; delay <= 6; delay++) {
      SmithPolicy exact =
          new SmithPolicy(
              ScalingMetric.CPU, TARGET, 0, 1, 0, 0, plant, null, new SmithPolicy.ScaleDown(0));
      // What is asked for at one decision serves at the one that comes delay + 1 periods later.
      long startNanos = (delay * 15 + 6) * SECOND;
      // No saturation: this is about dead time alone.
      Controller controller =
          exact.start(new Views.Plant(15 * SECOND, t -> t >= startNanos ? 1 : 0, 100, 10));
      List<Integer> asked = new ArrayList<>(List.of(10));
      for (int k = 0; k < 30; k++) {
        int ready = asked.get(Math.max(0, k - delay));
        List<InstanceObservation> instances = new ArrayList<>();
        for (int i = 0; i < asked.get(k); i++) {
          long age = i < 10 ? 86_400 * SECOND : k * 15 * SECOND - startNanos;
          instances.add(
              i < ready
                  ? new InstanceObservation(
                      true, true, false, age, age, Math.round(1000 * CORES / ready), 1000, 0, 0)
                  : Views.starting(1000, 0));
        }
        asked.add(decide(controller, k, asked.get(k), ready, instances).replicas());
      }
      assertThat(asked.get(1)).as("dead time %d", delay).isEqualTo(20);
      assertThat(asked.subList(1, asked.size())).as("dead time %d", delay).containsOnly(20);
    }
  }

  private static ScalingDecision.Replicas decide(
      Controller controller, int k, int spec, int ready, List<InstanceObservation> instances) {
    return (ScalingDecision.Replicas)
        controller.decide(
            new Views.Snapshot(k * 15 * SECOND, spec, 1, 1000, ready, spec - ready, instances));
  }
}
