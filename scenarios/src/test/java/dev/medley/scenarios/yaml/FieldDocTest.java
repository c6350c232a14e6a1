package dev.medley.scenarios.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.medley.check.InvalidConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldDocTest {
  private final Binder binder = Sample.binder();

  @Test
  void aNumberHasItsRangeItsDefaultAndItsMeaning() {
    assertThat(text("hosts[1].count"))
        .isEqualTo(
            """
            hosts[*].count: whole number, >= 1 and <= 1000000, default 1
              Number of hosts
            """);
  }

  @Test
  void theIndexOfAListMayBeLeftOut() {
    assertThat(text("hosts.count")).isEqualTo(text("hosts[0].count"));
    assertThat(text("workload.web.arrivals.rates.steps.at"))
        .startsWith("workload.*.arrivals.rates.steps[*].at: duration, required");
    assertThat(text("workload.web.arrivals.rates[0].at"))
        .startsWith("workload.*.arrivals.rates[*].at: duration, required");
  }

  @Test
  void aQuantityHasItsRangeInItsUnit() {
    assertThat(text("hosts[0].cpu"))
        .isEqualTo(
            """
            hosts[*].cpu: quantity, >= 1 and <= 1024 cores, default 64
              CPU cores, such as 2 or 500m
            """);
  }

  @Test
  void aRecordListsItsKeys() {
    assertThat(text("hosts"))
        .isEqualTo(
            """
            hosts: list of text or map, size >= 1, required
              Groups of identical hosts
                name     text, required
                count    whole number, >= 1 and <= 1000000, default 1: Number of hosts
                cpu      quantity, >= 1 and <= 1024 cores, default 64: CPU cores, such as 2 or 500m
                offload  text
            """);
  }

  @Test
  void anAlternativeListsItsNames() {
    assertThat(text("services.web.demand"))
        .isEqualTo(
            """
            services.*.demand: map with exactly one key, required
              How long something takes
                constant    duration or map: Always the same
                log-normal  map with the keys {mu, sigma} or {mean, cv} or {mean, variance}: A long tail
                empirical   list of duration or map
                mixture     list of map or map
                zero        map
            """);
  }

  @Test
  void aRegistryListsItsTagsAndFindsTheirKeys() {
    assertThat(text("services.*.autoscaler"))
        .isEqualTo(
            """
            services.*.autoscaler: map with the key type
                type: hpa        map
                type: smith      map
                type: scheduled  list of whole number or map
            """);
    assertThat(text("services.*.autoscaler.gain"))
        .isEqualTo("services.*.autoscaler.gain: number, default 1\n");
    assertThat(text("services.*.autoscaler.smith.target"))
        .isEqualTo(
            "services.*.autoscaler.smith.target: number or percentage, >= 0 and <= 1, default"
                + " 0.7\n");
  }

  @Test
  void aWordListsItsMeanings() {
    assertThat(text("profile"))
        .isEqualTo(
            """
            profile: one of nominal, empirical, best-case, default nominal
                nominal    What vendors say
                empirical  What was measured
                best-case
            """);
  }

  @Test
  void theEmptyPathIsTheWholeFile() {
    assertThat(text(""))
        .startsWith("(the whole file): map\n  A sample of everything\n    name          text, ")
        .contains("\n    prices        text or map, default {currency: EUR}\n");
  }

  @Test
  void aRestMapTakesAnyKey() {
    assertThat(text("prices.anything")).startsWith("prices.anything: quantity\n");
    assertThat(text("prices")).contains("\n    *         quantity");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          hsts                       | hsts: unknown key 'hsts'; did you mean 'hosts'?
          services.x.demand.lognorml | services.x.demand.lognorml: unknown key 'lognorml'; did you mean 'log-normal'?
          services.x.autoscaler.zzz  | services.x.autoscaler.zzz: unknown key 'zzz'; known: hpa, smith, scheduled
          name.x                     | name.x: is text and has no 'x' inside
          a..b                       | a..b: a key in the path is empty
          """)
  void aPathThatDoesNotExistNamesTheNearest(String path, String message) {
    assertThatThrownBy(() -> text(path))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessage(message);
  }

  private String text(String path) {
    return FieldDoc.explain(binder, Sample.class, path).text();
  }
}
