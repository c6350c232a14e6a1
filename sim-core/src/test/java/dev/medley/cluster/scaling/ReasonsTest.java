package dev.medley.cluster.scaling;

import static dev.medley.cluster.scaling.Views.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.medley.cluster.scaling.hpa.HpaPolicy;
import dev.medley.cluster.scaling.smith.SmithPolicy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The words of a decision, in the situations that a report shows. */
class ReasonsTest {
  private static final HpaPolicy HPA = HpaPolicy.of(ScalingMetric.CPU, 0.6);
  private static final SmithPolicy SMITH = SmithPolicy.of(ScalingMetric.CPU, 0.6);

  @Test
  void fixedSaysSo() {
    assertThat(reason(new FixedPolicy().start(plant()), 0, 5, 1, 100, 900)).isEqualTo("5: fixed");
  }

  @Test
  void hpaShowsItsArithmetic() {
    assertThat(reason(HPA.start(plant()), 0, 12, 1, 100, 930))
        .isEqualTo("19: cpu 0.93 over target 0.6: 12 x 1.55 = 19");
    assertThat(reason(HPA.start(plant()), 0, 10, 1, 100, 630))
        .isEqualTo("10: cpu 0.63 within tolerance 0.1");
    HpaPolicy rate = HpaPolicy.of(ScalingMetric.RATE, 20);
    assertThat(reason(rate.start(plant()), 0, 10, 1, 100, 30_000))
        .isEqualTo("15: rate 30 over target 20: 10 x 1.5 = 15");
  }

  @Test
  void hpaSaysWhatHeldOrLimitedIt() {
    assertThat(reason(HPA.start(plant()), 0, 10, 1, 100, 300))
        .isEqualTo("10: cpu 0.3 under target 0.6: 10 x 0.5 = 5, held by 300 s stabilisation");
    assertThat(reason(HPA.start(plant()), 0, 10, 1, 100, 1800))
        .isEqualTo(
            "20: cpu 1.8 over target 0.6: 10 x 3 = 30, limited to twice the current size (at"
                + " least 4)");
    assertThat(reason(HPA.start(plant()), 0, 10, 1, 12, 1800))
        .isEqualTo("12: cpu 1.8 over target 0.6: 10 x 3 = 30, limited to the maximum");
    assertThat(reason(HPA.start(plant()), 0, 10, 1, 12, InstanceObservation.MISSING))
        .isEqualTo("10: held: no samples");
    assertThat(reason(HPA.start(plant()), 0, 20, 1, 12, 600)).isEqualTo("12: above the maximum");
    assertThat(reason(HPA.start(plant()), 0, 2, 3, 12, 600)).isEqualTo("3: below the minimum");
  }

  @Test
  void hpaScalesInOnceTheWindowHasPassed() {
    Controller controller = HPA.start(plant());
    for (int k = 0; k <= 20; k++) {
      assertThat(reason(controller, k, 10, 1, 100, 300)).startsWith("10: ");
    }
    assertThat(reason(controller, 21, 10, 1, 100, 300))
        .isEqualTo("5: cpu 0.3 under target 0.6: 10 x 0.5 = 5");
  }

  @Test
  void hpaHoldsWhileUnreadyInstancesTurnTheDirection() {
    List<InstanceObservation> instances = new ArrayList<>();
    instances.addAll(Collections.nCopies(10, Views.serving(700, 1000)));
    instances.addAll(Collections.nCopies(10, Views.starting(1000, 0)));
    ScalingDecision.Replicas decision =
        (ScalingDecision.Replicas)
            HPA.start(plant()).decide(new Views.Snapshot(0, 20, 1, 100, 10, 10, instances));
    assertThat(decision)
        .isEqualTo(
            new ScalingDecision.Replicas(
                20, "held: missing or unready instances turn the direction"));
  }

  @Test
  void smithShowsItsNeed() {
    assertThat(reason(SMITH.start(plant()), 0, 10, 1, 100, 930))
        .isEqualTo("14: cpu 0.93 on 10 serving, target 0.6: need 15.5");
    assertThat(reason(SMITH.start(plant()), 0, 10, 1, 100, 1000))
        .isEqualTo("14: cpu 1 on 10 serving, target 0.6: need 16.67, saturated");
    assertThat(reason(SMITH.start(plant()), 0, 10, 1, 100, 630))
        .isEqualTo("10: cpu 0.63 on 10 serving, target 0.6: need 10.5, within dead band 0.1");
    assertThat(reason(SMITH.start(plant()), 0, 10, 1, 100, 300))
        .isEqualTo("10: cpu 0.3 on 10 serving, target 0.6: need 5, held by 60 s stabilisation");
    assertThat(reason(SMITH.start(plant()), 0, 10, 1, 12, 930))
        .isEqualTo("12: cpu 0.93 on 10 serving, target 0.6: need 15.5, limited to the maximum");
    assertThat(reason(SMITH.start(plant()), 0, 10, 1, 12, InstanceObservation.MISSING))
        .isEqualTo("10: held: no samples of serving instances");
  }

  @Test
  void smithDoesNotScaleInOnWhatSaturationHides() {
    // Target above what one instance may use: the reading can only be a lower bound of the load.
    SmithPolicy policy = SmithPolicy.of(ScalingMetric.CPU, 1.5);
    Controller controller = policy.start(plant());
    for (int k = 0; k < 20; k++) {
      assertThat(reason(controller, k, 10, 1, 100, 1000))
          .isEqualTo(
              "10: cpu 1 on 10 serving, target 1.5: need 6.67, not scaled in while saturated");
    }
  }

  private static PlantModel plant() {
    return Views.plant(75 * SECOND, 10);
  }

  private static String reason(
      Controller controller, int k, int spec, int min, int max, long usageMilli) {
    ScalingDecision.Replicas decision =
        (ScalingDecision.Replicas)
            controller.decide(
                new Views.Snapshot(
                    k * 15 * SECOND,
                    spec,
                    min,
                    max,
                    spec,
                    0,
                    Collections.nCopies(spec, Views.serving(usageMilli, 1000))));
    return decision.replicas() + ": " + decision.reason();
  }
}
