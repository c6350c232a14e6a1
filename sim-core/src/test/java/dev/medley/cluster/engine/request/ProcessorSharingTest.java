package dev.medley.cluster.engine.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.medley.kernel.EventType;
import dev.medley.kernel.Simulation;
import dev.medley.random.RandomStream;
import dev.medley.random.StreamTree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The two virtual clocks against a reference that recomputes every rate at every event.
 *
 * <p>Random instances, limits, hosts and loads from the printed seed; completion times must agree
 * to 1e-6 of the time since the request's start plus the 1 ns grid of the calendar per event that
 * the request shared its host with.
 */
class ProcessorSharingTest {
  private static final double NEVER = Double.MAX_VALUE;

  /** One random case: requests in order of arrival. */
  private record Load(
      int hosts,
      long[] capacityMilli,
      int[] hostOf,
      long[] limitMilli,
      long[] arrivalNanos,
      int[] instanceOf,
      long[] workNanos) {

    int size() {
      return arrivalNanos.length;
    }

    static Load random(long seed) {
      RandomStream random = new StreamTree(seed, 0).stream("case");
      int hosts = 1 + random.nextInt(3);
      int instances = 1 + random.nextInt(12);
      long[] capacity = new long[hosts];
      for (int h = 0; h < hosts; h++) {
        capacity[h] = 500 + random.nextInt(8000);
      }
      int[] hostOf = new int[instances];
      long[] limit = new long[instances];
      for (int i = 0; i < instances; i++) {
        hostOf[i] = random.nextInt(hosts);
        limit[i] = random.nextInt(4) == 0 ? Long.MAX_VALUE : 100 + random.nextInt(4000);
      }
      int requests = 300;
      long[] arrival = new long[requests];
      int[] instanceOf = new int[requests];
      long[] work = new long[requests];
      double gap = 1e6 * (1 + random.nextInt(20));
      long now = 0;
      for (int r = 0; r < requests; r++) {
        now += Math.round(random.nextInt(5) == 0 ? 0 : gap * random.nextExponential());
        arrival[r] = now;
        instanceOf[r] = random.nextInt(instances);
        work[r] = random.nextInt(20) == 0 ? 0 : Math.round(2e7 * random.nextExponential());
      }
      return new Load(hosts, capacity, hostOf, limit, arrival, instanceOf, work);
    }
  }

  private static ProcessorSharing sharing(
      Simulation simulation, long[] capacityMilli, ProcessorSharing.Listener listener) {
    EventType due = simulation.register("cpu-due", Simulation.DEFAULT_RANK);
    ProcessorSharing cpu = new ProcessorSharing(simulation, due, capacityMilli, listener);
    simulation.dispatchTo((type, host, payload) -> cpu.onDue(host));
    return cpu;
  }

  /** What the model measures: when each request finished, and the CPU time of all instances. */
  private static final class Engine implements ProcessorSharing.Listener {
    private final Simulation simulation = new Simulation();
    private final ProcessorSharing cpu;
    private final Load load;
    private final EventType arrived = simulation.register("arrived", this::onArrived);
    private final double[] finished;

    Engine(Load load) {
      this.load = load;
      cpu = sharing(simulation, load.capacityMilli, this);
      finished = new double[load.size()];
      Arrays.fill(finished, NEVER);
      for (int i = 0; i < load.hostOf.length; i++) {
        cpu.attach(i, load.hostOf[i], load.limitMilli[i]);
      }
      for (int r = 0; r < load.size(); r++) {
        simulation.scheduleAt(arrived, load.arrivalNanos[r], r);
      }
    }

    private void onArrived(int request) {
      cpu.enter(load.instanceOf[request], request, load.workNanos[request]);
    }

    @Override
    public void onComputed(int request) {
      assertThat(finished[request]).isEqualTo(NEVER);
      finished[request] = simulation.nowNanos();
    }
  }

  /** Every rate anew at every event, O(requests) each; time in double nanoseconds. */
  private static double[] reference(Load load, double[] usedCoreNanos) {
    int n = load.size();
    double[] finished = new double[n];
    Arrays.fill(finished, NEVER);
    double[] left = new double[n];
    List<Integer> active = new ArrayList<>();
    double now = 0;
    int next = 0;
    while (next < n || !active.isEmpty()) {
      double[] rates = rates(load, active);
      double at = next < n ? load.arrivalNanos[next] : NEVER;
      for (int k = 0; k < active.size(); k++) {
        at = Math.min(at, now + left[active.get(k)] / rates[k]);
      }
      for (int k = 0; k < active.size(); k++) {
        int request = active.get(k);
        left[request] -= rates[k] * (at - now);
        usedCoreNanos[load.instanceOf[request]] += rates[k] * (at - now);
      }
      now = at;
      double instant = now;
      active.removeIf(
          request -> {
            if (left[request] < 1e-3) {
              finished[request] = instant;
              return true;
            }
            return false;
          });
      while (next < n && load.arrivalNanos[next] <= now) {
        left[next] = load.workNanos[next];
        if (left[next] == 0) {
          finished[next] = now;
        } else {
          active.add(next);
        }
        next++;
      }
    }
    return finished;
  }

  private static double[] rates(Load load, List<Integer> active) {
    int[] onInstance = new int[load.hostOf.length];
    active.forEach(request -> onInstance[load.instanceOf[request]]++);
    double[] wanted = new double[onInstance.length];
    double[] onHost = new double[load.hosts];
    for (int i = 0; i < wanted.length; i++) {
      wanted[i] = Math.min(onInstance[i], load.limitMilli[i] / 1e3);
      onHost[load.hostOf[i]] += wanted[i];
    }
    double[] rates = new double[active.size()];
    for (int k = 0; k < rates.length; k++) {
      int instance = load.instanceOf[active.get(k)];
      int host = load.hostOf[instance];
      double slowdown = Math.min(1, load.capacityMilli[host] / 1e3 / onHost[host]);
      rates[k] = wanted[instance] / onInstance[instance] * slowdown;
    }
    return rates;
  }

  @Test
  void agreesWithAReferenceThatRecomputesEveryRate() {
    for (long seed = 1; seed <= 150; seed++) {
      Load load = Load.random(seed);
      Engine engine = new Engine(load);
      engine.simulation.runUntil(Long.MAX_VALUE / 4);
      double[] used = new double[load.hostOf.length];
      double[] expected = reference(load, used);
      for (int r = 0; r < load.size(); r++) {
        double tolerance = 1e-6 * (expected[r] - load.arrivalNanos[r]) + load.size();
        assertThat(engine.finished[r])
            .as("seed %d, request %d", seed, r)
            .isCloseTo(expected[r], within(tolerance));
      }
      double work = 0;
      for (int i = 0; i < used.length; i++) {
        double measured = engine.cpu.usedCoreNanos(i);
        assertThat(measured)
            .as("CPU of instance %d, seed %d", i, seed)
            .isCloseTo(used[i], within(1e-6 * used[i] + load.size()));
        work += measured;
      }
      double onHosts = 0;
      for (int h = 0; h < load.hosts; h++) {
        onHosts += engine.cpu.hostUsedCoreNanos(h);
      }
      assertThat(onHosts).isCloseTo(work, within(1e-6 * work + 1));
    }
  }

  /** Used CPU never exceeds limit x time for an instance, nor capacity x time for a host. */
  @Test
  void neitherLimitNorCapacityIsEverExceeded() {
    for (long seed = 1; seed <= 50; seed++) {
      Load load = Load.random(seed);
      Engine engine = new Engine(load);
      double[] instanceBefore = new double[load.hostOf.length];
      double[] hostBefore = new double[load.hosts];
      long stepNanos = 5_000_000;
      for (int step = 1; step <= 200; step++) {
        engine.simulation.runUntil(step * stepNanos);
        for (int i = 0; i < instanceBefore.length; i++) {
          double used = engine.cpu.usedCoreNanos(i);
          assertThat(used - instanceBefore[i])
              .as("instance %d, seed %d, step %d", i, seed, step)
              .isBetween(-1.0, load.limitMilli[i] / 1e3 * stepNanos * (1 + 1e-9) + 1);
          instanceBefore[i] = used;
        }
        for (int h = 0; h < load.hosts; h++) {
          double used = engine.cpu.hostUsedCoreNanos(h);
          assertThat(used - hostBefore[h])
              .as("host %d, seed %d, step %d", h, seed, step)
              .isBetween(0.0, load.capacityMilli[h] / 1e3 * stepNanos * (1 + 1e-9) + 1);
          hostBefore[h] = used;
        }
      }
    }
  }

  /** A host that is never idle: after a simulated month its clock still counts nanoseconds. */
  @Test
  void aBusyMonthLosesNoTime() {
    Simulation simulation = new Simulation();
    long[] finished = new long[2];
    ProcessorSharing cpu =
        sharing(simulation, new long[] {2000}, row -> finished[row] = simulation.nowNanos());
    cpu.attach(0, 0, 1000);
    cpu.attach(1, 0, 1000);
    long month = 30L * 86_400_000_000_000L;
    EventType second = simulation.register("second", row -> cpu.enter(1, row, 1_000_000));
    cpu.enter(0, 0, month);
    simulation.scheduleAt(second, month - 5_000_000, 1);
    simulation.runUntil(2 * month);
    assertThat(finished[1]).isCloseTo(month - 4_000_000, within(1L));
    assertThat(finished[0]).isCloseTo(month, within(1L));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 1000, Long.MAX_VALUE / 2, Long.MAX_VALUE})
  void anyAmountOfWorkIsAccepted(long work) {
    Simulation simulation = new Simulation();
    long[] finished = {-1, -1};
    ProcessorSharing cpu =
        sharing(simulation, new long[] {1}, row -> finished[row] = simulation.nowNanos());
    cpu.attach(0, 0, Long.MAX_VALUE);
    EventType start = simulation.register("start", row -> cpu.enter(0, row, work));
    simulation.scheduleAt(start, 5, 0);
    simulation.scheduleAt(start, 5, 1);
    simulation.runUntil(1L << 40);
    // two requests at a thousandth of a core
    boolean done = work <= 1000;
    assertThat(finished[0]).isEqualTo(done ? 5 + 2000 * work : -1);
    assertThat(finished[1]).isEqualTo(done ? 5 + 2000 * work : -1);
  }

  @Test
  void requestsOfADetachedInstanceFreeTheHost() {
    Simulation simulation = new Simulation();
    long[] finished = {-1, -1};
    ProcessorSharing cpu =
        sharing(simulation, new long[] {1000}, row -> finished[row] = simulation.nowNanos());
    cpu.attach(0, 0, 1000);
    cpu.attach(1, 0, 1000);
    EventType gone = simulation.register("gone", cpu::detach);
    cpu.enter(0, 0, 1000);
    cpu.enter(1, 1, 1000);
    simulation.scheduleAt(gone, 1000, 0);
    simulation.runUntil(10_000);
    assertThat(finished).containsExactly(-1, 1500);
    assertThat(cpu.hostUsedCoreNanos(0)).isEqualTo(1500);
  }
}
