package dev.medley.scenarios.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverridesTest {
  private final Binder binder = Sample.binder();

  @Test
  void aValueOfTheFileIsReplaced() {
    Sample sample = bound("duration=1m", "hosts[1].count=7", "slo=[]");

    assertThat(sample.duration()).isEqualTo(Duration.ofMinutes(1));
    assertThat(sample.hosts().get(1).count()).isEqualTo(7);
    assertThat(sample.hosts().get(0).count()).isEqualTo(10);
    assertThat(sample.slo()).isEmpty();
  }

  @Test
  void aKeyThatTheFileLeavesOutCanBeSet() {
    Sample sample = bound("seed=42", "services.legacy.timeout=3s", "prices.egress=1");

    assertThat(sample.seed()).isEqualTo(42);
    assertThat(sample.services().get("legacy").timeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(sample.prices().items()).containsEntry("egress", Sample.Cores.parse("1"));
  }

  @Test
  void besideOneSetKeyTheOthersKeepTheirDefaults() {
    assertThat(bound("services.legacy.replicas.max=5").services().get("legacy").replicas())
        .isEqualTo(new Sample.Replicas(1, 1, 5));
  }

  @Test
  void anAlternativeReplacesTheOneThatStoodThere() {
    Sample sample =
        bound("workload.web.arrivals.counts=day.csv", "services.idle.demand.constant=1ms");

    assertThat(sample.workload().get("web").arrivals())
        .isEqualTo(new Sample.Arrivals.Counts("day.csv", "count"));
    assertThat(sample.services().get("idle").demand())
        .isEqualTo(new Sample.Law.Constant(Duration.ofMillis(1)));
  }

  @Test
  void insideTheSameAlternativeTheOtherKeysStay() {
    Sample sample =
        bound(
            "workload.web.arrivals.rates[1].rate=7",
            "workload.legacy.arrivals.counts.column=n",
            "services.legacy.demand.constant.value=1s");

    Sample.Arrivals.Rates rates = (Sample.Arrivals.Rates) sample.workload().get("web").arrivals();
    assertThat(rates.steps())
        .extracting(Sample.Arrivals.Rates.Step::rate)
        .containsExactly(50.0, 7.0);
    assertThat(sample.workload().get("legacy").arrivals())
        .isEqualTo(new Sample.Arrivals.Counts("day.csv", "n"));
    assertThat(sample.services().get("legacy").demand())
        .isEqualTo(new Sample.Law.Constant(Duration.ofSeconds(1)));
  }

  @Test
  void anotherTagKeepsWhatItKnowsAndDropsTheRestWithANotice() {
    Overrides.Result result = apply("services.web.autoscaler.type=smith");

    assertThat(result.notices())
        .containsExactly(
            "services.web.autoscaler: hpa's 'metric' is not a setting of smith: dropped");
    assertThat(binder.bind(result.document(), Sample.class).services().get("web").autoscaler())
        .isEqualTo(new Sample.Smith(0.6, 1));
  }

  @Test
  void theSameTagDropsNothing() {
    Overrides.Result result = apply("services.web.autoscaler.type=hpa");

    assertThat(result.notices()).isEmpty();
    assertThat(binder.bind(result.document(), Sample.class))
        .isEqualTo(binder.bind(Sample.valid(), Sample.class));
  }

  @Test
  void aBareTagCanBeGivenSettings() {
    assertThat(bound("services.idle.autoscaler.gain=3").services().get("idle").autoscaler())
        .isEqualTo(new Sample.Smith(0.7, 3));
  }

  @Test
  void theKeyOfAnotherFormDropsWhatDoesNotGoWithIt() {
    Overrides.Result result = apply("services.web.demand.log-normal.variance=0");

    assertThat(result.notices())
        .containsExactly(
            "services.web.demand.log-normal: 'cv' does not go with 'variance': dropped");
    assertThat(binder.bind(result.document(), Sample.class).services().get("web").demand())
        .isEqualTo(Sample.Law.LogNormal.byVariance(Duration.ofMillis(20), 0));
  }

  @Test
  void anAsteriskReachesEveryKeyAndEveryElement() {
    Sample sample = bound("services.*.concurrency=3", "hosts[*].count=9", "hosts.*.cpu=8");

    assertThat(sample.services().values()).extracting(Sample.Service::concurrency).containsOnly(3);
    assertThat(sample.hosts()).extracting(Sample.HostGroup::count).containsOnly(9);
    assertThat(sample.hosts())
        .extracting(Sample.HostGroup::cpu)
        .containsOnly(Sample.Cores.parse("8"));
  }

  @Test
  void anAsteriskPassesOverWhatIsNotThere() {
    Sample sample = bound("services.*.autoscaler.type=smith");

    assertThat(sample.services().get("legacy").autoscaler()).isNull();
    assertThat(sample.services().get("web").autoscaler()).isInstanceOf(Sample.Smith.class);
    assertThat(sample.services().get("idle").autoscaler()).isInstanceOf(Sample.Smith.class);
  }

  @Test
  void nullLeavesAnOptionalValueOut() {
    assertThat(bound("services.web.autoscaler=null").services().get("web").autoscaler()).isNull();
  }

  @Test
  void aQuotedKeyMayContainDots() {
    assertThat(bound("prices.\"a.b\"=3").prices().items())
        .containsEntry("a.b", Sample.Cores.parse("3"));
  }

  @Test
  void theLastSettingWins() {
    assertThat(bound("seed=1", "seed=2", "seed=3").seed()).isEqualTo(3);
  }

  @Test
  void aValueKnowsThatItCameFromTheCommandLine() {
    Document document = apply("workload.web.arrivals.counts=day.csv").document();

    assertThat(document.locate("workload.web.arrivals.counts.file").isOverride()).isTrue();
    assertThat(document.locate("workload.legacy.arrivals.counts.file").isOverride()).isFalse();
  }

  @Test
  void theDocumentItselfStaysAsItIs() {
    Document document = Sample.valid();
    Sample before = binder.bind(document, Sample.class);
    Overrides.apply(binder, document, Sample.class, List.of("seed=5", "hosts[0].count=1"));

    assertThat(binder.bind(document, Sample.class)).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          workload.wbe.arrivals.counts=x | --set workload.wbe.arrivals.counts: workload.wbe: is not in the file; did you mean 'web'?
          workload.web.arival=1          | --set workload.web.arival: unknown key; did you mean 'arrivals'?
          workload.web.arrivals.cuonts=1 | --set workload.web.arrivals.cuonts: unknown key; did you mean 'counts'?
          workload.other.arrivals=x      | --set workload.other.arrivals: workload.other: is not in the file; it has: web, legacy
          workload.new={arrivals: x}     | --set workload.new: is not in the file; it has: web, legacy
          nmae=x                         | --set nmae: unknown key; did you mean 'name'?
          hosts[0].count=0               | --set hosts[0].count: must be >= 1 and <= 1000000 (was 0)
          hosts[2].count=1               | --set hosts[2].count: hosts: has no [2]: it has 2 elements
          hosts.count=1                  | --set hosts.count: hosts: is a list: write [0] or [*] before 'count'
          hosts[x].count=1               | --set hosts[x].count: an index must be a whole number from 0 or * (was [x])
          hosts[0={count: 0}             | --set hosts[0: '[' without ']' in the path
          hosts[0]={name: x, count: 0}   | --set hosts[0]: hosts[0].count: must be >= 1 and <= 1000000 (was 0)
          services[0].runtime=x          | --set services[0].runtime: services: is a map, not a list: '[0]' cannot be applied
          services.*.nothing.at=1        | --set services.*.nothing.at: services.idle.nothing: unknown key; known: runtime, replicas, concurrency, demand, timeout, privileged, tolerance, drift, most, autoscaler
          slo.*.x=1                      | --set slo.*.x: slo[0]: is text and has no 'x' inside
          seed.x=1                       | --set seed.x: seed: is a whole number in decimal digits and has no 'x' inside
          seed                           | --set seed: must be path=value
          =1                             | --set : the path is empty
          a..b=1                         | --set a..b: a key in the path is empty
          seed=                          | --set seed: is empty: write a value or leave the key out
          seed=[1                        | --set seed: not valid YAML: expected ',' or ']', but got <stream end>, while parsing a flow sequence
          seed=*a                        | --set seed: aliases are not supported: write the value of *a out
          services.legacy.autoscaler.gain=1 | --set services.legacy.autoscaler.gain: needs services.legacy.autoscaler.type to be set before it
          services.web.autoscaler.tpye=smith | --set services.web.autoscaler.tpye: unknown key; did you mean 'type'?
          services.web.autoscaler.type=smit | --set services.web.autoscaler.type: must be one of hpa, smith, scheduled (was smit); did you mean 'smith'?
          services.web.replicas.max=3    | file:14:35: services.web.replicas.min: must be <= max 3 (was 5)
          """)
  void aSettingThatCannotBeAppliedSaysWhy(String setting, String message) {
    Document document = apply(setting).document();

    assertThat(binder.check(document, Sample.class).get(0)).hasToString(message);
    assertThatThrownBy(() -> binder.bind(document, Sample.class)).hasMessageContaining(message);
  }

  @Test
  void anAsteriskThatReachesNothingIsRefused() {
    Document document =
        Document.parse("file", Sample.VALID.replaceAll("(?s)autoscaler:[^\n]*\n", "\n"));
    Overrides.Result result =
        Overrides.apply(
            binder, document, Sample.class, List.of("services.*.autoscaler.type=smith"));

    assertThatThrownBy(() -> binder.bind(result.document(), Sample.class))
        .hasMessage("--set services.*.autoscaler.type: matches nothing");
  }

  @Test
  void problemsOfTheFileAndOfAllSettingsAreReportedTogether() {
    Document document = Document.parse("file", Sample.VALID.replace("count: 10", "count: 0"));
    Overrides.Result result =
        Overrides.apply(
            binder, document, Sample.class, List.of("sede=1", "warmup=1", "hosts[7].count=1"));

    assertThatThrownBy(() -> binder.bind(result.document(), Sample.class))
        .hasMessage(
            """
            file:6:27: hosts[0].count: must be >= 1 and <= 1000000 (was 0)
            --set hosts[7].count: hosts: has no [7]: it has 2 elements
            --set sede: unknown key; did you mean 'seed'?
            --set warmup: needs a unit: ns, us, ms, s, m, h or d (was 1)\
            """
                .strip());
  }

  private Overrides.Result apply(String... settings) {
    return Overrides.apply(binder, Sample.valid(), Sample.class, List.of(settings));
  }

  private Sample bound(String... settings) {
    return binder.bind(apply(settings).document(), Sample.class);
  }
}
