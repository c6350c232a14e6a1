package dev.medley.experiment;

import static dev.medley.cluster.engine.ClusterModels.constant;
import static dev.medley.cluster.engine.ClusterModels.host;
import static dev.medley.cluster.engine.ClusterModels.model;
import static dev.medley.cluster.engine.ClusterModels.runtime;
import static dev.medley.cluster.engine.ClusterModels.schedule;
import static dev.medley.cluster.engine.ClusterModels.seconds;
import static dev.medley.cluster.engine.ClusterModels.service;
import static dev.medley.experiment.Runs.figure;
import static dev.medley.experiment.Runs.series;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.medley.cluster.engine.ClusterModels.Model;
import dev.medley.cluster.engine.ClusterModels.Service;
import dev.medley.cluster.image.ImageSpec;
import dev.medley.cluster.instance.RollingUpdate;
import dev.medley.cluster.resource.Bytes;
import dev.medley.cluster.resource.Portion;
import dev.medley.cluster.runtime.RuntimeProfile;
import dev.medley.cluster.runtime.StartStage.Transfer;
import dev.medley.cluster.runtime.StartStage.When;
import dev.medley.distribution.DurationLaw;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rolling updates with constant laws, against timelines of a Kubernetes Deployment by hand. */
class RollingUpdateTest {
  private static final String WEB = "{runtime=process,service=web}";

  private static Outcome run(Model model) {
    return Replication.run(model.build(), 1, 0);
  }

  private static RollingUpdate update(String surge, String unavailable, double minReady) {
    return update(surge, unavailable, minReady, false, null, null);
  }

  private static RollingUpdate update(
      String surge,
      String unavailable,
      double minReady,
      boolean rollBack,
      @Nullable ImageSpec image,
      @Nullable DurationLaw startup) {
    return new RollingUpdate(
        seconds(100),
        Portion.parse(surge),
        Portion.parse(unavailable),
        seconds(minReady),
        Duration.ofMinutes(10),
        rollBack,
        image,
        startup);
  }

  /** Starts in 10 s, stops in 1 s. */
  private static Service web(int replicas) {
    return service("web")
        .request(100, 0)
        .replicas(replicas)
        .runtime(
            runtime()
                .stage(RuntimeProfile.APPLICATION, When.ALWAYS, constant(10))
                .shutdown(constant(1)));
  }

  private static Outcome updated(int replicas, RollingUpdate update) {
    return run(model(seconds(2000)).host(host(64)).service(web(replicas).update(update)));
  }

  /** Duration, most instances, least available. */
  private static void expect(Outcome outcome, double seconds, int most, int least) {
    assertThat(figure(outcome, "update.completed" + WEB)).isEqualTo(1);
    assertThat(figure(outcome, "update.duration" + WEB)).isCloseTo(seconds, within(1e-6));
    assertThat(figure(outcome, "update.instances.max" + WEB)).isEqualTo(most);
    assertThat(figure(outcome, "update.available.min" + WEB)).isEqualTo(least);
    assertThat(figure(outcome, "update.failed" + WEB)).isZero();
  }

  @Test
  void withSurgeOnlyAvailabilityNeverFalls() {
    // 4 replicas, 25%: one more at a time, an old one leaves when it is ready: 4 starts
    expect(updated(4, update("25%", "0", 0)), 4 * 10, 5, 4);
  }

  @Test
  void withoutSurgeTheOldLeaveFirst() {
    // 4 replicas: one leaves, its successor starts, and so on
    expect(updated(4, update("0", "25%", 0)), 4 * 10, 4, 3);
  }

  @Test
  void theDefaultsRoundSurgeUpAndUnavailableDown() {
    // 10 replicas: 3 more, 2 missing: 3 new and 8 old at once, 2 more new; 5 starts at a time
    expect(updated(10, update("25%", "25%", 0)), 2 * 10, 13, 8);
    // 1 replica: 1 more, 0 missing
    expect(updated(1, update("25%", "25%", 0)), 10, 2, 1);
    // both round to nothing: then one may be missing, as Kubernetes resolves it
    expect(updated(3, update("0%", "25%", 0)), 3 * 10, 3, 2);
  }

  @Test
  void everythingAtOnceTakesOneStart() {
    expect(updated(10, update("100%", "0", 0)), 10, 20, 10);
    expect(updated(10, update("0", "100%", 0)), 10, 10, 0);
  }

  @Test
  void anInstanceCountsWhenItHasBeenReadyLongEnough() {
    expect(updated(4, update("25%", "0", 5)), 4 * 15, 5, 4);
  }

  @Test
  void aNewImageIsPulledAndANewStartupTaken() {
    Service service =
        service("web")
            .request(100, 0)
            .replicas(2)
            .image(10, true)
            .runtime(
                runtime()
                    .transfer("pull", When.IMAGE_ABSENT, Transfer.REGISTRY)
                    .stage("unpack", When.IMAGE_ABSENT, constant(3))
                    .stage(RuntimeProfile.APPLICATION, When.ALWAYS, constant(10)));
    // the same version: present; new image: pulled once for the host; new startup: 2 s
    ImageSpec image = new ImageSpec(new Bytes(20), true);
    double[] expected = {20, 13 + 10, 4, 5 + 2};
    int i = 0;
    for (RollingUpdate update :
        new RollingUpdate[] {
          update("1", "0", 0),
          update("1", "0", 0, false, image, null),
          update("1", "0", 0, false, null, constant(2)),
          update("1", "0", 0, false, image, constant(2))
        }) {
      Outcome outcome = run(model(seconds(2000)).host(host(64)).service(service.update(update)));
      assertThat(figure(outcome, "update.duration" + WEB)).isCloseTo(expected[i++], within(1e-6));
    }
  }

  @Test
  void anUpdateThatCannotGetReadyFailsAndIsUndone() {
    for (boolean back : new boolean[] {true, false}) {
      Outcome outcome = updated(4, update("1", "1", 0, back, null, constant(1e6)));
      assertThat(figure(outcome, "update.failed" + WEB)).isEqualTo(1);
      assertThat(figure(outcome, "update.completed" + WEB)).isZero();
      assertThat(figure(outcome, "update.rolled.back" + WEB)).isEqualTo(back ? 1 : 0);
      // one more at first; when it cannot get ready, what may be missing is what is left
      assertThat(figure(outcome, "update.available.min" + WEB)).isEqualTo(3);
      assertThat(figure(outcome, "update.instances.max" + WEB)).isEqualTo(5);
      double[] ready = series(outcome, "replicas.ready{service=web}");
      assertThat(ready[ready.length - 1]).isEqualTo(back ? 4 : 3);
      if (back) {
        // the deadline, then the one that is missing starts anew as the old version
        assertThat(figure(outcome, "update.duration" + WEB)).isCloseTo(600 + 10, within(1e-6));
      }
    }
  }

  @Test
  void theAutoscalersCountHoldsDuringAnUpdate() {
    // asked for 8 instead of 4 at 120 s, while two of four are new
    Outcome outcome =
        run(
            model(seconds(2000))
                .control(5, 5, 5)
                .host(host(64))
                .service(
                    web(4)
                        .replicas(4, 1, 8)
                        .policy(schedule(4, 118, 8))
                        .update(update("25%", "0", 0))));
    assertThat(figure(outcome, "update.completed" + WEB)).isEqualTo(1);
    assertThat(figure(outcome, "update.instances.max" + WEB)).isEqualTo(10);
    double[] ready = series(outcome, "replicas.ready{service=web}");
    assertThat(ready[ready.length - 1]).isEqualTo(8);
    Outcome fewer =
        run(
            model(seconds(2000))
                .control(5, 5, 5)
                .host(host(64))
                .service(
                    web(8)
                        .replicas(8, 1, 8)
                        .policy(schedule(8, 112, 3))
                        .update(update("25%", "0", 0))));
    assertThat(figure(fewer, "update.completed" + WEB)).isEqualTo(1);
    ready = series(fewer, "replicas.ready{service=web}");
    assertThat(ready[ready.length - 1]).isEqualTo(3);
    assertThat(figure(fewer, "update.available.min" + WEB)).isGreaterThanOrEqualTo(3);
  }

  @Test
  void gracefulTerminationLosesNoRequest() {
    Outcome outcome =
        run(
            model(seconds(400))
                .host(host(64))
                .service(
                    web(6)
                        .request(1000, 0)
                        .concurrency(4)
                        .cpu(constant(0.2))
                        .rate(12)
                        .update(update("34%", "34%", 3))));
    assertThat(figure(outcome, "update.completed" + WEB)).isEqualTo(1);
    assertThat(figure(outcome, "request.rejected")).isZero();
    assertThat(figure(outcome, "request.lost")).isZero();
    assertThat(figure(outcome, "request.completed") + figure(outcome, "request.inflight"))
        .isEqualTo(figure(outcome, "request.count"));
  }
}
