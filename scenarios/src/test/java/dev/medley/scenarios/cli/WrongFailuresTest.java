package dev.medley.scenarios.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a scenario names in its failures must be there; all problems are told at once. */
class WrongFailuresTest {

  private static String refusal(String... settings) {
    String[] words = new String[2 + 2 * settings.length];
    words[0] = "run";
    words[1] = "zone-outage";
    for (int i = 0; i < settings.length; i++) {
      words[2 + 2 * i] = "--set";
      words[3 + 2 * i] = settings[i];
    }
    CommandLineRun run = CommandLineRun.of(words);
    assertThat(run.code()).isNotEqualTo(ExitCode.OK);
    return run.err();
  }

  @Test
  void namesThatAreNotThereAreToldAllAtOnce() {
    assertThat(
            refusal(
                "failures.outages[0].zone=d",
                "failures.bursts=[{zone: b, hosts: 5, at: 1m, repair: {constant: 1m}}]",
                "failures.hosts=[{group: rack, between: {constant: 1h}, repair: {constant: 1m}}]",
                "failures.instances={wep: {exponential: {mean: 1h}}}"))
        .contains("failures.outages[0].zone", "no host group is in this zone")
        .contains("failures.bursts[0].hosts", "must be <= 4, the hosts there are (was 5)")
        .contains("failures.hosts[0].group", "no host group is called so")
        .contains("failures.instances.wep", "there is no service of this name");
  }

  @Test
  void whatHappensAfterTheEndIsRefused() {
    assertThat(
            refusal(
                "failures.outages[0].at=30m",
                "failures.bursts=[{hosts: 1, at: 1h, repair: {constant: 1m}}]"))
        .contains("failures.outages[0].at: must be < duration 1800s")
        .contains("failures.bursts[0].at: must be < duration 1800s");
  }

  @Test
  void figuresOfFailuresNeedFailures() {
    assertThat(refusal("failures=null", "slo=[\"service.availability{service=web} > 0.9\"]"))
        .contains("slo[0]", "nothing fails; set failures");
  }

  @Test
  void whatNobodyReplacesCannotBeScaled() {
    assertThat(
            refusal(
                "services.web.controller=none",
                "services.web.autoscaler={type: hpa, metric: cpu, target: 0.6}"))
        .contains("services.web.controller", "must be replica-set");
  }
}
