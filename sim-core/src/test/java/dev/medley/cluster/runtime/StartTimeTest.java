package dev.medley.cluster.runtime;

import static dev.medley.cluster.engine.ClusterModels.constant;
import static dev.medley.cluster.engine.ClusterModels.exponential;
import static dev.medley.cluster.engine.ClusterModels.runtime;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.medley.cluster.engine.ClusterModels;
import dev.medley.cluster.runtime.StartStage.When;
import dev.medley.distribution.Gamma;
import dev.medley.distribution.LogNormal;
import dev.medley.distribution.Normal;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Quantiles of start paths against sums whose law is known. */
class StartTimeTest {
  private static final double[] ASKED = {0.01, 0.5, 0.9, 0.99, 0.999};

  private static StartTime start(ClusterModels.Runtime runtime) {
    return StartTime.of(runtime.build(), true, 0, 0);
  }

  /** The sum of k exponential stages is Erlang: a gamma law of shape k. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5})
  void exponentialStagesMakeAnErlangLaw(int stages) {
    ClusterModels.Runtime runtime = runtime();
    for (int s = 0; s < stages; s++) {
      runtime.stage("s" + s, When.ALWAYS, exponential(0.3));
    }
    StartTime time = start(runtime);
    Gamma erlang = new Gamma(stages, Duration.ofMillis(300));
    for (double p : ASKED) {
      assertThat(time.quantileNanos(p))
          .as("p %s", p)
          .isCloseTo(erlang.quantileNanos(p), within(time.errorNanos()));
    }
    assertThat(time.errorNanos()).isPositive().isLessThan(0.01 * erlang.quantileNanos(0.5));
    assertThat(time.meanNanos()).isCloseTo(stages * 0.3e9, within(1.0));
  }

  /** Far above 0, a sum of normal stages is normal with the sum of the variances. */
  @Test
  void normalStagesMakeANormalLaw() {
    Normal one = new Normal(Duration.ofSeconds(10), Duration.ofMillis(300));
    Normal other = new Normal(Duration.ofSeconds(20), Duration.ofMillis(400));
    Normal sum = new Normal(Duration.ofSeconds(30), Duration.ofMillis(500));
    StartTime time = start(runtime().stage("a", When.ALWAYS, one).stage("b", When.ALWAYS, other));
    for (double p : ASKED) {
      assertThat(time.quantileNanos(p)).isCloseTo(sum.quantileNanos(p), within(time.errorNanos()));
    }
  }

  @Test
  void oneRandomStageAndConstantsAreExact() {
    LogNormal boot = new LogNormal(3, 0.5);
    StartTime time =
        start(
            runtime()
                .stage("fixed", When.ALWAYS, constant(30))
                .stage("boot", When.ALWAYS, boot)
                .stage("agent", When.ALWAYS, constant(12)));
    assertThat(time.errorNanos()).isZero();
    assertThat(time.quantileNanos(0.99)).isCloseTo(42e9 + boot.quantileNanos(0.99), within(1.0));
  }

  @Test
  void theImageDecidesWhichStagesCount() {
    RuntimeProfile profile =
        runtime()
            .transfer("pull", When.IMAGE_ABSENT, StartStage.Transfer.REGISTRY)
            .transfer("load", When.ALWAYS, StartStage.Transfer.STORAGE)
            .stage("cold", When.IMAGE_ABSENT, constant(5))
            .stage("cached", When.IMAGE_PRESENT, constant(1))
            .build();
    assertThat(StartTime.of(profile, true, 700, 20).quantileNanos(0.5)).isEqualTo(1e9 + 20);
    assertThat(StartTime.of(profile, false, 700, 20).quantileNanos(0.5)).isEqualTo(5e9 + 720);
  }

  /** As the plant model of a scaler has it: undisturbed, and from no snapshot. */
  @Test
  void aStartIsAloneAndFromNoSnapshot() {
    StartTime time =
        start(
            runtime()
                .stage("cold-caches", When.ALONE, constant(1))
                .stage("crowded", When.ACCOMPANIED, constant(10))
                .stage("boot", When.SNAPSHOT_ABSENT, constant(2))
                .stage("restore", When.SNAPSHOT_PRESENT, constant(20)));
    assertThat(time.meanNanos()).isEqualTo(3e9);
  }

  @Test
  void quantilesTheGridCannotKnowAreRefused() {
    StartTime time = start(runtime().stage("a", When.ALWAYS, exponential(1)));
    assertThatThrownBy(() -> time.quantileNanos(0.9999))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("<= 0.999");
    assertThatThrownBy(() -> time.quantileNanos(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
