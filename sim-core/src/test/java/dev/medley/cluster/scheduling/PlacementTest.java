package dev.medley.cluster.scheduling;

import static dev.medley.cluster.engine.ClusterModels.host;
import static dev.medley.cluster.engine.ClusterModels.runtime;
import static dev.medley.cluster.engine.ClusterModels.service;
import static org.assertj.core.api.Assertions.assertThat;

import dev.medley.cluster.host.HostSpec;
import dev.medley.cluster.host.HostTable;
import dev.medley.cluster.host.HostView;
import dev.medley.cluster.instance.InstanceSpec;
import dev.medley.random.RandomStream;
import dev.medley.random.StreamTree;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The index against the definition: a scan that asks every plug-in about every host. */
class PlacementTest {
  private record Policy(List<FilterPlugin> filters, List<ScorePlugin> scores) {}

  private static final long HOST_BYTES = 1L << 40;

  /** The definition of placement, as plain as can be. */
  private static int scan(Policy policy, InstanceSpec instance, HostTable hosts, int[] refused) {
    int best = Placement.UNSCHEDULABLE;
    long bestScore = Long.MIN_VALUE;
    HostView host = hosts.view();
    for (int h = 0; h < hosts.size(); h++) {
      host.moveTo(h);
      int f = 0;
      while (f < policy.filters.size() && policy.filters.get(f).admits(instance, host)) {
        f++;
      }
      if (f < policy.filters.size()) {
        refused[f]++;
        continue;
      }
      long score = 0;
      for (ScorePlugin plugin : policy.scores) {
        score += plugin.score(instance, host);
      }
      if (score > bestScore) {
        best = h;
        bestScore = score;
      }
    }
    return best;
  }

  private static String reasons(Policy policy, int[] refused) {
    List<String> parts = new ArrayList<>();
    for (int f = 0; f < refused.length; f++) {
      if (refused[f] > 0) {
        parts.add(
            refused[f]
                + (refused[f] == 1 ? " host: " : " hosts: ")
                + policy.filters.get(f).refusal());
      }
    }
    return String.join(", ", parts);
  }

  private static Policy policy(RandomStream random) {
    List<FilterPlugin> filters =
        new ArrayList<>(List.of(new CpuFit(), new MemoryFit(), new DensityFit()));
    if (random.nextInt(2) == 0) {
      filters.add(0, new FeatureFit());
    }
    if (random.nextInt(3) == 0) {
      filters.add(1, filters.remove(filters.size() - 1));
    }
    List<ScorePlugin> scores = new ArrayList<>();
    if (random.nextInt(4) > 0) {
      scores.add(new LeastAllocated());
    }
    if (random.nextInt(2) == 0) {
      // negative and with many ties
      scores.add((instance, host) -> -3 * host.instancesOf(instance.runtimeName()));
    }
    if (random.nextInt(3) == 0) {
      scores.add((instance, host) -> host.reservedCpuMilli() / 500);
    }
    return new Policy(filters, scores);
  }

  private static HostTable hosts(RandomStream random, int count) {
    List<HostSpec> specs = new ArrayList<>();
    boolean equal = random.nextInt(3) == 0;
    for (int h = 0; h < count; h++) {
      specs.add(new HostSpec(0, "g", host(equal ? 8 : 1 + random.nextInt(12)), null));
    }
    return new HostTable(specs);
  }

  private static List<InstanceSpec> kinds(RandomStream random) {
    List<InstanceSpec> kinds = new ArrayList<>();
    int count = 1 + random.nextInt(6);
    for (int k = 0; k < count; k++) {
      var runtime = runtime().density(1 + random.nextInt(12));
      if (random.nextInt(8) == 0) {
        runtime.requires("sgx");
      }
      long bytes = random.nextInt(3) == 0 ? 0 : HOST_BYTES / (1 + random.nextInt(20));
      kinds.add(
          service("s" + k)
              .runtime(runtime)
              .request(100 + 100 * random.nextInt(30), bytes)
              .limit(1_000_000)
              .instance());
    }
    return kinds;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 15, 16, 17, 33, 100, 700})
  void decidesAsTheScanDoesAndGivesItsReasons(int count) {
    int placed = 0;
    int refusals = 0;
    for (int run = 0; run < 9; run++) {
      RandomStream random = new StreamTree(run, count).stream("placement");
      Policy policy = policy(random);
      HostTable hosts = hosts(random, count);
      List<InstanceSpec> kinds = kinds(random);
      // now and then so few that every question but the last asked begins anew
      Placement placement =
          new Placement(
              new SchedulingPipeline(policy.filters, policy.scores),
              hosts,
              run % 5 == 0 ? 1 : 1 + random.nextInt(6));
      List<int[]> living = new ArrayList<>();
      // bursts of one kind, so that an index has seldom, often or never seen the latest changes
      for (int burst = 0; burst < 40; burst++) {
        int k = random.nextInt(kinds.size());
        InstanceSpec kind = kinds.get(k);
        boolean filling = random.nextInt(3) > 0;
        for (int i = random.nextInt(2 * count + 10); i > 0; i--) {
          if (!filling && !living.isEmpty()) {
            int[] gone = living.remove(random.nextInt(living.size()));
            hosts.release(gone[0], kinds.get(gone[1]));
            continue;
          }
          int[] refused = new int[policy.filters.size()];
          int expected = scan(policy, kind, hosts, refused);
          assertThat(placement.place(kind)).isEqualTo(expected);
          assertThat(placement.refusal(kind)).isEqualTo(reasons(policy, refused));
          if (expected == Placement.UNSCHEDULABLE) {
            refusals++;
            break;
          }
          placed++;
          hosts.reserve(expected, kind);
          living.add(new int[] {expected, k});
        }
      }
    }
    assertThat(placed).isGreaterThan(100);
    assertThat(refusals).isGreaterThan(5);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 1000})
  void asksOnlyAboutHostsThatChanged(int count) {
    long[] asked = {0};
    FilterPlugin counting =
        new FilterPlugin() {
          @Override
          public String refusal() {
            return "full";
          }

          @Override
          public boolean admits(InstanceSpec instance, HostView host) {
            asked[0]++;
            return host.instancesOf(instance.runtimeName()) < 3;
          }
        };
    HostTable hosts = hosts(new StreamTree(1, 1).stream("hosts"), count);
    Placement placement =
        new Placement(
            new SchedulingPipeline(List.of(counting), List.of(new LeastAllocated())), hosts);
    InstanceSpec kind = service("web").request(1, 0).instance();
    for (int i = 0; i < 3 * count; i++) {
      hosts.reserve(placement.place(kind), kind);
    }
    long whilePlacing = asked[0];
    assertThat(whilePlacing).isLessThan(17L * 3 * count + count);
    assertThat(placement.place(kind)).isEqualTo(Placement.UNSCHEDULABLE);
    long before = asked[0];
    for (int i = 0; i < 1000; i++) {
      assertThat(placement.place(kind)).isEqualTo(Placement.UNSCHEDULABLE);
      assertThat(placement.refusal(kind)).isEqualTo(count + " hosts: full");
    }
    assertThat(asked[0]).isEqualTo(before);
  }
}
