package dev.medley.experiment;

import static dev.medley.cluster.engine.ClusterModels.constant;
import static dev.medley.cluster.engine.ClusterModels.host;
import static dev.medley.cluster.engine.ClusterModels.model;
import static dev.medley.cluster.engine.ClusterModels.runtime;
import static dev.medley.cluster.engine.ClusterModels.seconds;
import static dev.medley.cluster.engine.ClusterModels.service;
import static dev.medley.cluster.workload.Arrivals.Within.UNIFORM;
import static dev.medley.experiment.Runs.figure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.medley.cluster.engine.ClusterModels.Model;
import dev.medley.cluster.engine.ClusterModels.Service;
import dev.medley.cluster.engine.state.Failures;
import dev.medley.cluster.engine.state.Failures.Bursts;
import dev.medley.cluster.engine.state.Failures.Detection;
import dev.medley.cluster.engine.state.Failures.HostCrashes;
import dev.medley.cluster.engine.state.Failures.SlowHosts;
import dev.medley.cluster.engine.state.Failures.ZoneOutages;
import dev.medley.cluster.instance.InstanceKind;
import dev.medley.cluster.instance.OwningController;
import dev.medley.cluster.instance.RestartPolicy;
import dev.medley.cluster.runtime.StartStage;
import dev.medley.cluster.workload.Balancer;
import dev.medley.distribution.DurationLaw;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What happens when, computed by hand, with constant laws. */
class FailureTimelineTest {
  private static final String WEB = "{runtime=process,service=web}";
  private static final double NEVER = 1e8;

  /** An event as a trace shows it: seconds, name, subject. */
  private record Seen(double second, String name, int subject) {}

  private final List<Seen> trace = new ArrayList<>();

  private Outcome run(Model model) {
    trace.clear();
    return Replication.run(
        model.build(),
        1,
        0,
        (nanos, type, subject, payload) -> trace.add(new Seen(nanos / 1e9, type.name(), subject)));
  }

  /** When events of a name fired, seconds. */
  private List<Double> times(String name) {
    return trace.stream().filter(seen -> seen.name().equals(name)).map(Seen::second).toList();
  }

  static Failures failures(
      List<HostCrashes> hosts,
      List<ZoneOutages> outages,
      List<SlowHosts> slow,
      List<Bursts> bursts,
      Map<String, DurationLaw> instances) {
    return new Failures(hosts, outages, slow, bursts, instances, Detection.KUBERNETES, List.of());
  }

  /** The hosts of a group crash at a time and are repaired after another, once. */
  private static Failures crash(@Nullable String group, double at, double repair) {
    return failures(
        List.of(),
        List.of(),
        List.of(),
        List.of(new Bursts(group, null, 1, seconds(0), seconds(at), null, constant(repair))),
        Map.of());
  }

  private static Failures outage(String zone, double at, double lasts) {
    return failures(
        List.of(),
        List.of(new ZoneOutages(zone, seconds(at), null, constant(lasts))),
        List.of(),
        List.of(),
        Map.of());
  }

  /** 5 s to start, 0.1 s of CPU per request. */
  private static Service web() {
    return service("web")
        .runtime(runtime().stage("boot", StartStage.When.ALWAYS, constant(5)))
        .concurrency(10)
        .cpu(constant(0.1));
  }

  /** One request in each of so many seconds. */
  private static long[] ones(int seconds) {
    long[] counts = new long[seconds];
    Arrays.fill(counts, 1);
    return counts;
  }

  @Test
  void aDeadHostIsNoticedAfterFortySecondsAndEvictedThreeHundredLater() {
    Outcome outcome =
        run(
            model(seconds(1000))
                .hosts(1, host(4), null)
                .hosts(1, host(4), null)
                .service(web().replicas(2))
                .failures(crash("group-0", 100, NEVER)));
    assertThat(times("burst-host-crashed-0")).containsExactly(100.0);
    assertThat(times("host-not-ready")).containsExactly(140.0);
    assertThat(times("host-evicted")).containsExactly(440.0);
    // replaced on the other host within 5 s: away for 345 s, never without any
    assertThat(times("start-stage-done")).containsExactly(445.0);
    assertThat(figure(outcome, "service.recovery" + WEB + ".max")).isCloseTo(345, within(0.4));
    assertThat(figure(outcome, "service.complete" + WEB)).isCloseTo(0.655, within(1e-9));
    assertThat(figure(outcome, "service.availability" + WEB)).isEqualTo(1);
    assertThat(figure(outcome, "instance.failures{cause=host,runtime=process,service=web}"))
        .isEqualTo(1);
    assertThat(figure(outcome, "instance.evicted" + WEB)).isEqualTo(1);
    assertThat(figure(outcome, "instance.restarts" + WEB)).isEqualTo(0);
    assertThat(figure(outcome, "host.failures{group=group-0}")).isEqualTo(1);
    assertThat(figure(outcome, "host.failures{group=group-1}")).isEqualTo(0);
    assertThat(figure(outcome, "host.down.time{group=group-0}")).isEqualTo(900);
    assertThat(figure(outcome, "host.availability{group=group-0}")).isCloseTo(0.1, within(1e-12));
  }

  @Test
  void aHostThatIsBackInTimeStartsItsPodsInPlace() {
    Outcome outcome =
        run(
            model(seconds(1000))
                .hosts(1, host(4), null)
                .hosts(1, host(4), null)
                .service(web().replicas(2))
                .failures(crash("group-0", 100, 60)));
    assertThat(times("host-not-ready")).containsExactly(140.0);
    assertThat(times("host-evicted")).isEmpty();
    assertThat(times("start-stage-done")).containsExactly(165.0);
    assertThat(figure(outcome, "instance.restarts" + WEB)).isEqualTo(1);
    assertThat(figure(outcome, "service.recovery" + WEB + ".max")).isCloseTo(65, within(0.1));
    // an instance that starts again in place was not asked for anew
    assertThat(figure(outcome, "instance.start" + WEB + ".max")).isNaN();
  }

  @Test
  void requestsToADeadHostAreLostUntilItIsNoticed() {
    // round robin over two instances: every other one of the requests sent in [100, 140) is lost
    Outcome outcome =
        run(
            model(seconds(1000))
                .hosts(1, host(4), null)
                .hosts(1, host(4), null)
                .service(web().replicas(2).counts(1, UNIFORM, ones(1000)))
                .failures(crash("group-0", 100, NEVER)));
    assertThat(figure(outcome, "request.lost" + WEB)).isEqualTo(20);
    assertThat(figure(outcome, "request.timeout" + WEB)).isEqualTo(0);
    assertThat(figure(outcome, "request.completed" + WEB)).isEqualTo(980);
  }

  @Test
  void clientsThatGiveUpTimeOutInsteadOfBeingLost() {
    // of the 20 sent to the dead host, those of the last 10 s are still waited for at 140
    Outcome outcome =
        run(
            model(seconds(1000))
                .hosts(1, host(4), null)
                .hosts(1, host(4), null)
                .service(web().replicas(2).timeout(10).counts(1, UNIFORM, ones(1000)))
                .failures(crash("group-0", 100, NEVER)));
    assertThat(figure(outcome, "request.timeout" + WEB)).isEqualTo(15);
    assertThat(figure(outcome, "request.lost" + WEB)).isEqualTo(5);
    assertThat(figure(outcome, "request.completed" + WEB)).isEqualTo(980);
  }

  @Test
  void aBalancerThatCountsConnectionsAvoidsADeadHost() {
    Outcome outcome =
        run(
            model(seconds(1000))
                .hosts(1, host(4), null)
                .hosts(1, host(4), null)
                .service(
                    web()
                        .replicas(2)
                        .balancer(Balancer.LEAST_CONNECTIONS)
                        .counts(1, UNIFORM, ones(1000)))
                .failures(crash("group-0", 100, NEVER)));
    assertThat(figure(outcome, "request.lost" + WEB)).isEqualTo(1);
  }

  @Test
  void aBareMachineWaitsForItsHost() {
    Outcome outcome =
        run(
            model(seconds(2000))
                .hosts(1, host(4), null)
                .hosts(1, host(4), null)
                .service(
                    web()
                        .replicas(2)
                        .lifeCycle(InstanceKind.VM, RestartPolicy.ALWAYS, OwningController.NONE))
                .failures(crash("group-0", 100, 1000)));
    assertThat(times("host-evicted")).containsExactly(440.0);
    assertThat(times("start-stage-done")).containsExactly(1105.0);
    assertThat(figure(outcome, "instance.evicted" + WEB)).isEqualTo(0);
    assertThat(figure(outcome, "instance.restarts" + WEB)).isEqualTo(1);
  }

  @Test
  void nothingIsPlacedOnAHostThatIsDown() {
    Outcome outcome =
        run(
            model(seconds(1000))
                .hosts(1, host(1), null)
                .hosts(1, host(1), null)
                .service(web().replicas(2))
                .failures(crash("group-0", 100, 600)));
    // evicted at 440, no room until the host is back at 700
    assertThat(figure(outcome, "instance.unscheduled" + WEB)).isCloseTo(0.26, within(1e-9));
    assertThat(outcome.notices())
        .contains(
            "web: replicas found no host for a time (1 host: not ready, 1 host: insufficient cpu);"
                + " see instance.unscheduled");
    assertThat(times("start-stage-done")).containsExactly(705.0);
  }

  @Test
  void aLostZoneIsEvictedHostByHostAtTheUsualRate() {
    run(
        model(seconds(1000))
            .zone("a", 4, host(4))
            .zone("b", 4, host(4))
            .service(web().replicas(8))
            .failures(outage("a", 100, NEVER)));
    assertThat(times("host-not-ready")).containsExactly(140.0, 140.0, 140.0, 140.0);
    assertThat(times("host-evicted")).containsExactly(440.0, 450.0, 460.0, 470.0);
  }

  @Test
  void aSmallSickZoneIsNotEvicted() {
    // 3 of 5 hosts: 60 % are not ready; of 6 it would be half, and they would go one by one
    assertThat(evictions(3, 5)).isEmpty();
    assertThat(evictions(3, 6)).containsExactly(440.0, 450.0, 460.0);
    assertThat(evictions(2, 3)).containsExactly(440.0, 450.0);
  }

  @Test
  void aLargeSickZoneIsEvictedSlowly() {
    List<Double> times = evictions(33, 60);
    assertThat(times).hasSize(33);
    assertThat(times.get(0)).isEqualTo(440.0);
    assertThat(times.get(1)).isEqualTo(540.0);
    assertThat(times.get(32)).isEqualTo(440.0 + 32 * 100);
  }

  /** So many of the hosts of one zone crash at 100 s and stay down; another zone is well. */
  private List<Double> evictions(int crashed, int hosts) {
    run(
        model(seconds(4000))
            .zone("a", hosts, host(1))
            .zone("b", 1, host(1))
            .service(web().replicas(1))
            .failures(
                failures(
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(
                        new Bursts(
                            null, "a", crashed, seconds(0), seconds(100), null, constant(NEVER))),
                    Map.of())));
    return times("host-evicted");
  }

  @Test
  void whenNoHostIsReadyNothingIsEvicted() {
    run(
        model(seconds(3000))
            .zone("a", 2, host(1))
            .zone("b", 2, host(1))
            .service(web().replicas(4))
            .failures(
                failures(
                    List.of(),
                    List.of(
                        new ZoneOutages("a", seconds(100), null, constant(NEVER)),
                        new ZoneOutages("b", seconds(200), null, constant(1000))),
                    List.of(),
                    List.of(),
                    Map.of())));
    // zone a was tainted at 140 and 150; all is down from 240 on, so that nothing happens at 440;
    // zone b is back at 1200: the queue begins anew, and its first turn is a period away
    assertThat(times("host-evicted")).containsExactly(1510.0, 1520.0);
  }

  @Test
  void crashesInARowBackOffAsInKubernetes() {
    // each start takes 5 s, each run 1 s
    run(
        model(seconds(2000))
            .hosts(1, host(4), null)
            .service(web().replicas(1))
            .failures(crashing(1)));
    List<Double> crashes = times("instance-crashed");
    double[] waits = {0, 10, 20, 40, 80, 160, 300, 300, 300};
    double at = 1;
    for (int i = 0; i < waits.length; i++) {
      assertThat(crashes.get(i)).as("crash " + i).isEqualTo(at);
      at += waits[i] + 5 + 1;
    }
    assertThat(times("back-off-ended").subList(0, 2)).containsExactly(17.0, 43.0);
  }

  @Test
  void tenMinutesOfRunningForgetTheBackOff() {
    run(
        model(seconds(5000))
            .hosts(1, host(4), null)
            .service(web().replicas(1))
            .failures(crashing(600)));
    assertThat(times("back-off-ended")).isEmpty();
    assertThat(times("instance-crashed").subList(0, 3)).containsExactly(600.0, 1205.0, 1810.0);
    run(
        model(seconds(5000))
            .hosts(1, host(4), null)
            .service(web().replicas(1))
            .failures(crashing(599)));
    assertThat(times("instance-crashed").subList(0, 3)).containsExactly(599.0, 1203.0, 1817.0);
  }

  private static Failures crashing(double afterSeconds) {
    Map<String, DurationLaw> laws = new LinkedHashMap<>();
    laws.put("web", constant(afterSeconds));
    return failures(List.of(), List.of(), List.of(), List.of(), laws);
  }

  @Test
  void whatIsNeverRestartedIsReplaced() {
    Outcome outcome =
        run(
            model(seconds(100))
                .hosts(1, host(4), null)
                .service(
                    web()
                        .replicas(1)
                        .lifeCycle(
                            InstanceKind.POD, RestartPolicy.NEVER, OwningController.REPLICA_SET))
                .failures(crashing(20)));
    // 20 s of running, 5 s to start another
    assertThat(times("instance-crashed")).containsExactly(20.0, 45.0, 70.0, 95.0);
    assertThat(figure(outcome, "instance.restarts" + WEB)).isEqualTo(0);
    assertThat(figure(outcome, "instance.failures{cause=crash,runtime=process,service=web}"))
        .isEqualTo(4);
    assertThat(figure(outcome, "service.availability" + WEB)).isCloseTo(0.8, within(1e-9));
  }

  @Test
  void whatNobodyRestartsOrReplacesIsGone() {
    Outcome outcome =
        run(
            model(seconds(100))
                .hosts(1, host(4), null)
                .service(
                    web()
                        .replicas(1)
                        .lifeCycle(InstanceKind.POD, RestartPolicy.NEVER, OwningController.NONE))
                .failures(crashing(20)));
    assertThat(times("instance-crashed")).containsExactly(20.0);
    assertThat(figure(outcome, "service.availability" + WEB)).isCloseTo(0.2, within(1e-9));
  }

  @Test
  void aSlowHostServesAtItsPace() {
    // 0.1 s of CPU each; from 101 to 201 every core computes at a quarter
    Outcome outcome =
        run(
            model(seconds(301))
                .hosts(1, host(4), null)
                .service(web().replicas(1).unlimited().counts(1, UNIFORM, ones(300)))
                .failures(
                    failures(
                        List.of(),
                        List.of(),
                        List.of(new SlowHosts("group-0", null, constant(101), constant(100), 0.25)),
                        List.of(),
                        Map.of())));
    assertThat(figure(outcome, "request.latency" + WEB + ".max")).isCloseTo(0.4, within(1e-3));
    assertThat(figure(outcome, "request.latency" + WEB + ".mean"))
        .isCloseTo((200 * 0.1 + 100 * 0.4) / 300, within(1e-3));
    // a core that is busy is busy, however slow
    assertThat(figure(outcome, "host.cpu.utilization{group=group-0}"))
        .isCloseTo((200 * 0.1 + 100 * 0.4) / 301 / 4, within(1e-6));
  }

  @Test
  void aBurstTakesSoManyHostsWithinItsWindow() {
    run(
        model(seconds(2000))
            .zone("a", 10, host(4))
            .zone("b", 10, host(4))
            .service(web().replicas(4))
            .failures(
                failures(
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(
                        new Bursts(null, "b", 4, seconds(60), seconds(500), null, constant(100))),
                    Map.of())));
    List<Seen> crashes =
        trace.stream().filter(seen -> seen.name().equals("burst-host-crashed-0")).toList();
    assertThat(crashes).hasSize(4);
    assertThat(crashes).allMatch(seen -> seen.second() >= 500 && seen.second() < 560);
    assertThat(crashes).allMatch(seen -> seen.subject() >= 10);
    assertThat(crashes.stream().map(Seen::subject).distinct()).hasSize(4);
  }

  @Test
  void jobsOfADeadHostBeginAnewWhenItIsNoticed() {
    Outcome outcome =
        run(
            model(seconds(1000))
                .hosts(1, host(1), null)
                .hosts(1, host(1), null)
                .service(web().replicas(2).concurrency(1).cpu(constant(30)).jobs(8, 80))
                .failures(crash("group-0", 100, NEVER)));
    // two at a time from 80 on; the one that began at 80 on the dead host begins anew at 140 or
    // later, on the host that is left: 7 more of 30 s each from 80 on are done at 320
    assertThat(figure(outcome, "job.restarted" + WEB)).isEqualTo(1);
    assertThat(figure(outcome, "job.makespan" + WEB)).isCloseTo(240, within(1e-6));
  }

  @Test
  void withoutFailuresNothingIsDifferent() {
    Model plain = model(seconds(300)).hosts(2, host(4), null).service(web().replicas(3).rate(5));
    Model withEmpty =
        model(seconds(300))
            .hosts(2, host(4), null)
            .service(web().replicas(3).rate(5))
            .failures(failures(List.of(), List.of(), List.of(), List.of(), Map.of()));
    Outcome without = Replication.run(plain.build(), 1, 0);
    Outcome with = Replication.run(withEmpty.build(), 1, 0);
    assertThat(with.digest()).isEqualTo(without.digest());
    assertThat(Objects.requireNonNull(with.metrics())).containsAll(without.metrics());
  }
}
