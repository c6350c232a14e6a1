package dev.medley.cluster.engine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.medley.check.SimulationFault;
import dev.medley.cluster.workload.Balancer;
import dev.medley.random.RandomStream;
import dev.medley.random.StreamTree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Balancers against plain lists, over random histories. */
class EndpointsTest {

  private static Endpoints of(Balancer balancer) {
    return Endpoints.of(balancer, new EndpointLinks(), new StreamTree(1, 0).stream("balancer"));
  }

  @ParameterizedTest
  @EnumSource(Balancer.class)
  void onlyPresentInstancesArePickedWhateverCameAndWent(Balancer balancer) {
    for (long seed = 1; seed <= 30; seed++) {
      RandomStream random = new StreamTree(seed, 0).stream("history");
      Endpoints endpoints = of(balancer);
      Map<Integer, Integer> present = new TreeMap<>();
      int next = 0;
      for (int step = 0; step < 2000; step++) {
        int action = random.nextInt(10);
        if (action == 0 || present.isEmpty()) {
          endpoints.add(next, 0);
          present.put(next++, 0);
        } else if (action == 1) {
          int victim = new ArrayList<>(present.keySet()).get(random.nextInt(present.size()));
          endpoints.remove(victim);
          present.remove(victim);
        } else if (action < 7) {
          int picked = endpoints.pick();
          assertThat(present).as("seed %d, step %d", seed, step).containsKey(picked);
          if (balancer == Balancer.LEAST_CONNECTIONS) {
            int least = present.values().stream().mapToInt(Integer::intValue).min().orElseThrow();
            assertThat(present.get(picked)).isEqualTo(least);
          }
          int connections = present.merge(picked, 1, Integer::sum);
          endpoints.connectionsChanged(picked, connections);
        } else {
          int at = new ArrayList<>(present.keySet()).get(random.nextInt(present.size()));
          if (present.get(at) > 0) {
            int connections = present.merge(at, -1, Integer::sum);
            endpoints.connectionsChanged(at, connections);
          }
        }
        assertThat(endpoints.size()).isEqualTo(present.size());
        if (present.isEmpty()) {
          assertThat(endpoints.pick()).isEqualTo(Endpoints.NONE);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Balancer.class)
  void removingWhatIsNotThereIsABrokenInvariant(Balancer balancer) {
    Endpoints endpoints = of(balancer);
    endpoints.add(3, 0);
    assertThatThrownBy(() -> endpoints.remove(2)).isInstanceOf(SimulationFault.class);
    assertThatThrownBy(() -> endpoints.remove(1000)).isInstanceOf(SimulationFault.class);
    endpoints.remove(3);
    assertThatThrownBy(() -> endpoints.remove(3)).isInstanceOf(SimulationFault.class);
    assertThat(endpoints.pick()).isEqualTo(Endpoints.NONE);
  }

  private static List<Integer> picks(Endpoints endpoints, int count) {
    List<Integer> picks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      picks.add(endpoints.pick());
    }
    return picks;
  }

  @Test
  void roundRobinKeepsItsTurnWhenInstancesComeAndGo() {
    Endpoints endpoints = of(Balancer.ROUND_ROBIN);
    for (int i = 0; i < 4; i++) {
      endpoints.add(i, 0);
    }
    assertThat(picks(endpoints, 6)).containsExactly(0, 1, 2, 3, 0, 1);
    endpoints.remove(1);
    assertThat(picks(endpoints, 2)).containsExactly(2, 3);
    // the round has ended: the newcomer is next
    endpoints.add(9, 0);
    assertThat(picks(endpoints, 3)).containsExactly(9, 0, 2);
    endpoints.remove(3);
    endpoints.remove(0);
    assertThat(picks(endpoints, 4)).containsExactly(9, 2, 9, 2);
  }

  @Test
  void randomIsUniformAlsoAfterRemovals() {
    Endpoints endpoints = of(Balancer.RANDOM);
    for (int i = 0; i < 10; i++) {
      endpoints.add(i, 0);
    }
    endpoints.remove(0);
    endpoints.remove(9);
    endpoints.remove(4);
    int[] seen = new int[10];
    int picks = 70_000;
    for (int i = 0; i < picks; i++) {
      seen[endpoints.pick()]++;
    }
    assertThat(seen[0] + seen[4] + seen[9]).isZero();
    // chi-square with 6 degrees of freedom: 22.46 is exceeded once in a thousand
    double chi = 0;
    for (int i : new int[] {1, 2, 3, 5, 6, 7, 8}) {
      chi += Math.pow(seen[i] - picks / 7.0, 2) / (picks / 7.0);
    }
    assertThat(chi).as("%s", Arrays.toString(seen)).isLessThan(22.46);
  }

  @Test
  void amongEquallyLoadedTheOneThatGotThereFirstIsPicked() {
    Endpoints endpoints = of(Balancer.LEAST_CONNECTIONS);
    endpoints.add(5, 0);
    endpoints.add(2, 0);
    assertThat(endpoints.pick()).isEqualTo(5);
    endpoints.connectionsChanged(5, 1);
    assertThat(endpoints.pick()).isEqualTo(2);
    endpoints.connectionsChanged(2, 1);
    endpoints.connectionsChanged(5, 2);
    endpoints.connectionsChanged(5, 1);
    assertThat(endpoints.pick()).isEqualTo(2);
  }
}
