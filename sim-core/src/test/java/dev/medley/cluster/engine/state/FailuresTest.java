package dev.medley.cluster.engine.state;

import static dev.medley.cluster.engine.ClusterModels.constant;
import static dev.medley.cluster.engine.ClusterModels.seconds;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.medley.check.InvalidConfiguration;
import dev.medley.cluster.engine.state.Failures.Bursts;
import dev.medley.cluster.engine.state.Failures.Detection;
import dev.medley.cluster.engine.state.Failures.HostCrashes;
import dev.medley.cluster.engine.state.Failures.SlowHosts;
import dev.medley.cluster.engine.state.Failures.ZoneOutages;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Failures that make no sense are refused where they stand. */
class FailuresTest {

  private static void refused(ThrowingCallable made, String... parts) {
    assertThatThrownBy(made)
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void hostsAreOfAGroupOrAZone() {
    refused(
        () -> new HostCrashes("racks", "a", constant(10), constant(1)),
        "group",
        "must not be given together with zone");
    refused(
        () -> new SlowHosts("racks", "a", constant(10), constant(1), 0.5), "together with zone");
  }

  @Test
  void whatHappensHappensOnceOrAgainAndAgain() {
    refused(() -> new ZoneOutages("a", null, null, constant(1)), "must have either at or between");
    refused(
        () -> new ZoneOutages("a", seconds(1), constant(10), constant(1)),
        "must have either at or between, not both");
    refused(
        () -> new Bursts(null, "a", 1, seconds(0), null, null, constant(1)),
        "must have either at or between");
  }

  @Test
  void failuresWithoutEndAreRefused() {
    refused(
        () -> new HostCrashes(null, null, constant(0), constant(0)),
        "between",
        "must have a mean of at least 1 s");
    refused(
        () ->
            new Failures(
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Map.of("web", constant(0.5)),
                Detection.KUBERNETES,
                List.of()),
        "instances.web",
        "must have a mean of at least 1 s");
  }

  @Test
  void rangesAreHeld() {
    refused(() -> new SlowHosts(null, null, constant(10), constant(1), 0), "pace");
    refused(() -> new Bursts(null, null, 0, seconds(0), seconds(1), null, constant(1)), "hosts");
    refused(
        () -> new Detection(seconds(-1), seconds(0), 0, -1, 2, -1),
        "leaseGracePeriod",
        "evictionRate",
        "secondaryEvictionRate",
        "unhealthyZoneThreshold",
        "largeZoneThreshold");
  }
}
