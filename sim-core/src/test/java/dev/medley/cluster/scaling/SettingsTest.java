package dev.medley.cluster.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.medley.check.Default;
import dev.medley.check.Doc;
import dev.medley.check.InvalidConfiguration;
import dev.medley.check.Problem;
import dev.medley.cluster.scaling.hpa.HpaPolicy;
import dev.medley.cluster.scaling.smith.SmithPolicy;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings check themselves, and the defaults of a file are the defaults of Java. */
class SettingsTest {

  @Test
  void writtenDefaultsAreThoseOfTheFactories() throws ReflectiveOperationException {
    assertDefaults(HpaPolicy.of(ScalingMetric.CPU, 0.6));
    assertDefaults(HpaPolicy.Behavior.STANDARD);
    assertDefaults(HpaPolicy.Behavior.STANDARD.scaleUp());
    assertDefaults(HpaPolicy.Behavior.STANDARD.scaleDown());
    SmithPolicy smith = SmithPolicy.of(ScalingMetric.CPU, 0.6);
    assertDefaults(smith);
    assertDefaults(smith.scaleDown());
  }

  private static void assertDefaults(Record settings) throws ReflectiveOperationException {
    for (RecordComponent component : settings.getClass().getRecordComponents()) {
      assertThat(component.getAnnotation(Doc.class)).as(component.getName()).isNotNull();
      Default written = component.getAnnotation(Default.class);
      Object value = component.getAccessor().invoke(settings);
      if (written == null) {
        boolean required = component.getName().equals("target");
        assertThat(required || value == null).as(component.getName()).isTrue();
      } else if (value instanceof Number number) {
        assertThat(Double.parseDouble(written.value())).isEqualTo(number.doubleValue());
      } else if (value instanceof Enum<?> constant) {
        assertThat(written.value()).isEqualTo(constant.name().toLowerCase(Locale.ROOT));
      } else {
        // Nested settings, checked on their own.
        assertThat(written.value()).isEqualTo("{}");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY, 0.655, 0.0001})
  void hpaRefusesTargetsThatKubernetesCannotExpress(double target) {
    assertThat(problems(() -> HpaPolicy.of(ScalingMetric.CPU, target)))
        .extracting(Problem::path)
        .containsExactly("target");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.07, 0.29, 0.57, 0.6, 1, 1.15, 3})
  void hpaTakesEveryWholePercent(double target) {
    assertThat(HpaPolicy.of(ScalingMetric.CPU, target).target()).isEqualTo(target);
  }

  @Test
  void hpaTakesThousandthsOfOtherMetrics() {
    assertThat(HpaPolicy.of(ScalingMetric.RATE, 12.345).target()).isEqualTo(12.345);
    assertThat(problems(() -> HpaPolicy.of(ScalingMetric.CONCURRENCY, 1.00005)))
        .extracting(Problem::message)
        .containsExactly("must be a whole number of thousandths, at least 0.001");
  }

  @Test
  void windowsHaveTheRangeOfKubernetes() {
    assertThat(problems(() -> new HpaPolicy.ScaleDown(3601)))
        .extracting(Problem::toString)
        .containsExactly("stabilizationWindowSeconds: must be >= 0 and <= 3600 (was 3601)");
    assertThat(problems(() -> new HpaPolicy.ScaleUp(-1))).hasSize(1);
    assertThat(problems(() -> new SmithPolicy.ScaleDown(-1))).hasSize(1);
  }

  @Test
  void everyProblemIsReportedAtOnce() {
    assertThat(
            problems(
                () ->
                    new HpaPolicy(
                        ScalingMetric.CPU, 0, 2, HpaPolicy.Behavior.STANDARD, -1, 100_000)))
        .extracting(Problem::path)
        .containsExactly(
            "target",
            "tolerance",
            "cpuInitializationPeriodSeconds",
            "initialReadinessDelaySeconds");
    assertThat(
            problems(
                () ->
                    new SmithPolicy(
                        ScalingMetric.CONCURRENCY,
                        -1,
                        1,
                        0,
                        1,
                        1,
                        SmithPolicy.Plant.OBSERVED,
                        Duration.ofSeconds(4000),
                        new SmithPolicy.ScaleDown(0))))
        .extracting(Problem::path)
        .containsExactly(
            "target", "kp", "ki", "filter", "deadBand", "deadTime", "metric", "deadTime");
  }

  @Test
  void smithRefusesConcurrencyAndSaysWhy() {
    assertThat(problems(() -> SmithPolicy.of(ScalingMetric.CONCURRENCY, 4)))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.path()).isEqualTo("metric");
              assertThat(problem.message()).contains("queue length", "constant offset");
            });
  }

  @Test
  void smithRefusesGainsThatNoModelCouldKeepStable() {
    assertThat(
            problems(
                () ->
                    new SmithPolicy(
                        ScalingMetric.CPU,
                        0.6,
                        0.5,
                        1,
                        0,
                        0.1,
                        SmithPolicy.Plant.MODEL,
                        null,
                        new SmithPolicy.ScaleDown(0))))
        .extracting(Problem::path)
        .containsExactly("ki");
  }

  private static List<Problem> problems(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable creation) {
    InvalidConfiguration refusal = catchThrowableOfType(InvalidConfiguration.class, creation);
    assertThat(refusal).as("refused").isNotNull();
    return refusal.problems();
  }
}
