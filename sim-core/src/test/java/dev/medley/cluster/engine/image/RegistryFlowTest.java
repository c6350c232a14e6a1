package dev.medley.cluster.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.medley.kernel.EventType;
import dev.medley.kernel.Simulation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shared bandwidth, held against hand calculations and a fluid that knows no groups. */
class RegistryFlowTest {
  private static final double NONE = Double.POSITIVE_INFINITY;
  private static final int UNLIMITED = Integer.MAX_VALUE;
  private static final double GIGABIT = 1e9;

  /** A fetch: when it is asked for, of what kind, to which node, when it is given up. */
  private record Fetch(double at, int kind, int node, long bytes, double givenUpAt) {
    Fetch(double at, int kind, int node, long bytes) {
      this(at, kind, node, bytes, NONE);
    }
  }

  /** Registries, kinds of connections and links of one case. */
  private record Network(
      double[] egress, int[] connections, List<RegistryFlow.Kind> kinds, double[] links) {}

  /** What became of the fetches: when each ended, and all bytes that were sent. */
  private record Result(double[] endedAt, double sentBytes, double arrivedBytes, long events) {}

  private static Network oneRegistry(double egress, int connections, double each, double... links) {
    return new Network(
        new double[] {egress},
        new int[] {connections},
        List.of(new RegistryFlow.Kind(0, each)),
        links);
  }

  private static Result run(Network network, List<Fetch> fetches) {
    Simulation simulation = new Simulation();
    double[] endedAt = new double[fetches.size()];
    Arrays.fill(endedAt, Double.NaN);
    Transfer[] transfers = new Transfer[fetches.size()];
    double[] arrived = {0};
    RegistryFlow[] flow = new RegistryFlow[1];
    EventType due = simulation.register("due", (int subject) -> flow[0].onDue());
    flow[0] =
        new RegistryFlow(
            simulation,
            due,
            0,
            network.egress,
            network.connections,
            network.kinds,
            network.links,
            new RegistryFlow.Listener() {
              @Override
              public void onConnected(Transfer transfer) {
                assertThat(transfer.state).isEqualTo(Transfer.State.ACTIVE);
              }

              @Override
              public void onTransferred(Transfer transfer) {
                endedAt[transfer.subject] = simulation.nowNanos() / 1e9;
                arrived[0] += transfer.bytes;
              }
            });
    EventType ask = simulation.register("ask", (int i) -> flow[0].start(transfers[i]));
    EventType giveUp =
        simulation.register("give-up", (int i) -> arrived[0] += giveUp(flow[0], transfers[i]));
    for (int i = 0; i < transfers.length; i++) {
      Fetch fetch = fetches.get(i);
      transfers[i] = new Transfer(fetch.node, fetch.kind, i, 0, fetch.bytes);
      simulation.postAt(ask, Math.round(fetch.at * 1e9), i);
      if (fetch.givenUpAt < NONE) {
        simulation.postAt(giveUp, Math.round(fetch.givenUpAt * 1e9), i);
      }
    }
    simulation.runUntil(Math.round(1e6 * 1e9));
    double sent = 0;
    for (int r = 0; r < network.egress.length; r++) {
      sent += flow[0].measuredBits(r) / 8;
    }
    return new Result(endedAt, sent, arrived[0], simulation.firedCount());
  }

  private static long giveUp(RegistryFlow flow, Transfer transfer) {
    return transfer.state == Transfer.State.DONE ? 0 : flow.withdraw(transfer);
  }

  @Test
  void oneFetchHasTheLinkForItself() {
    Result result =
        run(oneRegistry(NONE, UNLIMITED, NONE, GIGABIT), List.of(new Fetch(1, 0, 0, 125_000_000)));
    assertThat(result.endedAt[0]).isEqualTo(2);
    assertThat(result.sentBytes).isCloseTo(125_000_000, within(1.0));
  }

  /**
   * Two nodes of 1 Gb/s at a registry of 1 Gb/s, 125 MB each, the second 1 s later with half of it:
   * alone 1 s would do for the first; at 1 s it is done before the second begins.
   */
  @Test
  void twoNodesShareTheEgress() {
    Network network = oneRegistry(GIGABIT, UNLIMITED, NONE, GIGABIT, GIGABIT);
    // together at 0.5 Gb/s from 0.5 s on: 62.5 MB left of the first take 1 s, then 62.5 of the
    // second
    Result result =
        run(network, List.of(new Fetch(0, 0, 0, 125_000_000), new Fetch(0.5, 0, 1, 125_000_000)));
    assertThat(result.endedAt).containsExactly(1.5, 2.0);
  }

  /** Link 1 Gb/s, 200 Mb/s each: five fit into the link, the limit of a connection rules. */
  @Test
  void aConnectionHasItsOwnLimit() {
    List<Fetch> three = List.of(at(0, 25), at(0, 25), at(0, 50));
    Result result = run(oneRegistry(NONE, UNLIMITED, 200e6, GIGABIT), three);
    assertThat(result.endedAt).containsExactly(1, 1, 2);
    List<Fetch> ten = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      ten.add(at(0, 25));
    }
    // ten share 1 Gb/s: 100 Mb/s each
    assertThat(run(oneRegistry(NONE, UNLIMITED, 200e6, GIGABIT), ten).endedAt).containsOnly(2);
  }

  private static Fetch at(double seconds, long megabytes) {
    return new Fetch(seconds, 0, 0, megabytes * 1_000_000);
  }

  /** What a slow node cannot use goes to the others: 3 Gb/s = 0.1 + 1.45 + 1.45. */
  @Test
  void whatASlowLinkLeavesGoesToTheOthers() {
    Network network = oneRegistry(3 * GIGABIT, UNLIMITED, NONE, 1e8, 1e10, 1e10);
    Result result =
        run(
            network,
            List.of(
                new Fetch(0, 0, 0, 12_500_000),
                new Fetch(0, 0, 1, 181_250_000),
                new Fetch(0, 0, 2, 181_250_000)));
    for (double ended : result.endedAt) {
      assertThat(ended).isCloseTo(1, within(2e-9));
    }
  }

  /** Two connections at once, 1 s each at 500 Mb/s: five take 3 s. */
  @Test
  void connectionsBeyondTheLimitWaitInOrder() {
    List<Fetch> five = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      five.add(new Fetch(0, 0, i, 62_500_000));
    }
    Result result = run(oneRegistry(GIGABIT, 2, NONE, 1e10, 1e10, 1e10, 1e10, 1e10), five);
    assertThat(result.endedAt[0]).isCloseTo(1, within(2e-9));
    assertThat(result.endedAt[1]).isCloseTo(1, within(2e-9));
    assertThat(result.endedAt[2]).isCloseTo(2, within(2e-9));
    assertThat(result.endedAt[3]).isCloseTo(2, within(2e-9));
    // alone it has the whole egress
    assertThat(result.endedAt[4]).isCloseTo(2.5, within(2e-9));
  }

  @Test
  void aFetchThatIsGivenUpLeavesItsShare() {
    Network network = oneRegistry(GIGABIT, 2, NONE, 1e10, 1e10, 1e10);
    Result result =
        run(
            network,
            List.of(
                new Fetch(0, 0, 0, 125_000_000),
                new Fetch(0, 0, 1, 125_000_000, 1),
                new Fetch(0, 0, 2, 125_000_000, 0.5)));
    // 62.5 MB of each until 1 s; the third never got a connection; then the rest at full rate
    assertThat(result.endedAt[0]).isCloseTo(1.5, within(2e-9));
    assertThat(result.endedAt[1]).isNaN();
    assertThat(result.endedAt[2]).isNaN();
    assertThat(result.arrivedBytes).isCloseTo(187_500_000, within(2.0));
    assertThat(result.sentBytes).isCloseTo(187_500_000, within(2.0));
  }

  @Test
  void nothingTakesNoTime() {
    Result result =
        run(oneRegistry(GIGABIT, UNLIMITED, NONE, GIGABIT), List.of(new Fetch(3, 0, 0, 0)));
    assertThat(result.endedAt[0]).isEqualTo(3);
  }

  /**
   * Random networks against a fluid that fills every single connection and steps to each change.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void ratesAreMaxMinFairAtEveryMoment(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 15; round++) {
      Network network = randomNetwork(random);
      List<Fetch> fetches = new ArrayList<>();
      for (int i = 0; i < 2 + random.nextInt(40); i++) {
        double at = random.nextInt(4) == 0 ? 0 : random.nextDouble() * 3;
        fetches.add(
            new Fetch(
                at,
                random.nextInt(network.kinds.size()),
                random.nextInt(network.links.length),
                1000 + random.nextInt(300_000_000),
                random.nextInt(5) == 0 ? at + random.nextDouble() * 2 : NONE));
      }
      Result result = run(network, fetches);
      double[] expected = fluid(network, fetches);
      for (int i = 0; i < expected.length; i++) {
        if (Double.isNaN(expected[i])) {
          assertThat(result.endedAt[i]).as("seed %d, fetch %d", seed, i).isNaN();
        } else {
          // each of the at most 40 changes before an end rounds to whole nanoseconds
          assertThat(result.endedAt[i])
              .as("seed %d, round %d, fetch %d", seed, round, i)
              .isCloseTo(expected[i], within(5e-7));
        }
      }
      // giving up rounds down to whole bytes
      long givenUp = fetches.stream().filter(fetch -> fetch.givenUpAt < NONE).count();
      assertThat(result.sentBytes).isCloseTo(result.arrivedBytes, within(givenUp + 1e-3));
    }
  }

  private static Network randomNetwork(Random random) {
    int registries = 1 + random.nextInt(3);
    double[] egress = new double[registries];
    int[] connections = new int[registries];
    List<RegistryFlow.Kind> kinds = new ArrayList<>();
    for (int r = 0; r < registries; r++) {
      egress[r] = random.nextInt(4) == 0 ? NONE : 1e8 + random.nextInt(10) * 5e8;
      connections[r] = random.nextInt(3) == 0 ? 1 + random.nextInt(6) : UNLIMITED;
      kinds.add(new RegistryFlow.Kind(r, NONE));
      kinds.add(new RegistryFlow.Kind(r, 1e7 + random.nextInt(5) * 1e8));
    }
    double[] links = new double[1 + random.nextInt(6)];
    for (int n = 0; n < links.length; n++) {
      links[n] = random.nextBoolean() ? 1e9 : 2e8 + random.nextInt(4) * 1e9;
    }
    return new Network(egress, connections, kinds, links);
  }

  /** When each fetch ends: rates of all connections anew at every arrival, end and withdrawal. */
  private static double[] fluid(Network network, List<Fetch> fetches) {
    int n = fetches.size();
    double[] left = fetches.stream().mapToDouble(fetch -> fetch.bytes * 8.0).toArray();
    double[] ended = new double[n];
    Arrays.fill(ended, Double.NaN);
    boolean[] asked = new boolean[n];
    boolean[] over = new boolean[n];
    List<Integer> queue = new ArrayList<>();
    List<Integer> active = new ArrayList<>();
    double now = 0;
    while (true) {
      for (int i = 0; i < n; i++) {
        if (!over[i] && asked[i] && fetches.get(i).givenUpAt <= now) {
          over[i] = true;
          active.remove((Integer) i);
          queue.remove((Integer) i);
        }
      }
      for (int i = 0; i < n; i++) {
        if (!asked[i] && fetches.get(i).at <= now) {
          asked[i] = true;
          queue.add(i);
        }
      }
      for (int i : List.copyOf(queue)) {
        int registry = registry(network, fetches.get(i));
        long used =
            active.stream().filter(a -> registry(network, fetches.get(a)) == registry).count();
        if (used < network.connections[registry]) {
          queue.remove((Integer) i);
          active.add(i);
        }
      }
      double[] rates = fill(network, fetches, active);
      double next = NONE;
      for (int i = 0; i < n; i++) {
        Fetch fetch = fetches.get(i);
        next = asked[i] ? next : Math.min(next, fetch.at);
        next = over[i] || fetch.givenUpAt <= now ? next : Math.min(next, fetch.givenUpAt);
      }
      for (int i : active) {
        next = Math.min(next, now + left[i] / rates[i]);
      }
      if (next == NONE) {
        return ended;
      }
      for (int i : List.copyOf(active)) {
        left[i] -= (next - now) * rates[i];
        if (left[i] <= 1e-3) {
          ended[i] = next;
          over[i] = true;
          active.remove((Integer) i);
        }
      }
      now = next;
    }
  }

  private static int registry(Network network, Fetch fetch) {
    return network.kinds.get(fetch.kind).registry();
  }

  /** Max-min fair rates, one connection at a time. */
  private static double[] fill(Network network, List<Fetch> fetches, List<Integer> active) {
    double[] rates = new double[fetches.size()];
    List<Integer> open = new ArrayList<>(active);
    double[] egress = network.egress.clone();
    double[] links = network.links.clone();
    while (!open.isEmpty()) {
      int best = -1;
      double least = NONE;
      for (int i : open) {
        Fetch fetch = fetches.get(i);
        int registry = registry(network, fetch);
        long ofRegistry =
            open.stream().filter(o -> registry(network, fetches.get(o)) == registry).count();
        long ofNode = open.stream().filter(o -> fetches.get(o).node == fetch.node).count();
        double rate =
            Math.min(
                network.kinds.get(fetch.kind).bitsPerSecond(),
                Math.min(egress[registry] / ofRegistry, links[fetch.node] / ofNode));
        if (rate < least) {
          least = rate;
          best = i;
        }
      }
      rates[best] = least;
      egress[registry(network, fetches.get(best))] -= least;
      links[fetches.get(best).node] -= least;
      open.remove((Integer) best);
    }
    return rates;
  }

  /**
   * 10,000 nodes, ten layers each, three at a time: every node's connections change 30,000 times at
   * once. One event serves all that ends at a moment, so the events do not grow with the nodes.
   */
  @Test
  void alikeNodesShareTheirEvents() {
    int nodes = 10_000;
    double[] links = new double[nodes];
    Arrays.fill(links, 1e10);
    List<Fetch> fetches = new ArrayList<>();
    for (int layer = 0; layer < 3; layer++) {
      for (int node = 0; node < nodes; node++) {
        fetches.add(new Fetch(0, 0, node, 10_000_000L * (layer + 1)));
      }
    }
    Result result = run(oneRegistry(1e12, UNLIMITED, NONE, links), fetches);
    // 600 GB at 1 Tb/s
    assertThat(Arrays.stream(result.endedAt).max().orElseThrow()).isCloseTo(4.8, within(1e-6));
    assertThat(result.events - fetches.size()).isLessThan(20);
  }
}
