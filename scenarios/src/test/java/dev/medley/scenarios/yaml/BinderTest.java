package dev.medley.scenarios.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BinderTest {
  private final Binder binder = Sample.binder();

  @Test
  void aDocumentWithEveryFeatureBecomesItsRecord() {
    Sample sample = binder.bind(Sample.valid(), Sample.class);

    assertThat(sample.name()).isEqualTo("flash-crowd");
    assertThat(sample.duration()).isEqualTo(Duration.ofHours(2));
    assertThat(sample.warmup()).isEqualTo(Duration.ofSeconds(90));
    assertThat(sample.seed()).isEqualTo(1);
    assertThat(sample.profile()).isEqualTo(Sample.Profile.NOMINAL);
    assertThat(sample.hosts())
        .containsExactly(
            new Sample.HostGroup("plain", 10, Sample.Cores.parse("64"), null),
            new Sample.HostGroup("carded", 2, Sample.Cores.parse("500"), "fpga-gateway"));
    Sample.Service web = sample.services().get("web");
    assertThat(web.replicas()).isEqualTo(new Sample.Replicas(20, 5, 300));
    assertThat(web.tolerance()).isEqualTo(0.05);
    assertThat(web.most()).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(web.demand()).isEqualTo(Sample.Law.LogNormal.byMean(Duration.ofMillis(20), 1.0));
    assertThat(web.autoscaler()).isEqualTo(new Sample.Hpa("cpu", 0.6, Duration.ofSeconds(300)));
    Sample.Service legacy = sample.services().get("legacy");
    assertThat(legacy.demand()).isEqualTo(new Sample.Law.Constant(Duration.ofMillis(5)));
    assertThat(legacy.timeout()).isNull();
    assertThat(legacy.autoscaler()).isNull();
    assertThat(legacy.replicas()).isEqualTo(new Sample.Replicas(1, 1, 10));
    Sample.Service idle = sample.services().get("idle");
    assertThat(idle.runtime()).isEqualTo("1:30");
    assertThat(idle.demand()).isEqualTo(new Sample.Law.Zero());
    assertThat(idle.autoscaler()).isEqualTo(new Sample.Smith(0.7, 1));
    assertThat(sample.workload().get("web").arrivals())
        .isEqualTo(
            new Sample.Arrivals.Rates(
                List.of(
                    new Sample.Arrivals.Rates.Step(Duration.ZERO, 50, Duration.ZERO),
                    new Sample.Arrivals.Rates.Step(
                        Duration.ofMinutes(60), 500, Duration.ofSeconds(60)))));
    assertThat(sample.workload().get("legacy").arrivals())
        .isEqualTo(new Sample.Arrivals.Counts("day.csv", "count"));
    assertThat(sample.prices().items())
        .isEqualTo(Map.of("general", Sample.Cores.parse("2"), "a.b", Sample.Cores.parse("500m")));
    assertThat(sample.slo()).hasSize(2);
  }

  @Test
  void mapsKeepTheOrderOfTheFile() {
    Sample sample = binder.bind(Sample.valid(), Sample.class);
    assertThat(sample.services().keySet()).containsExactly("web", "legacy", "idle");
  }
}
