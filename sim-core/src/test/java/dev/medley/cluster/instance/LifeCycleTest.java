package dev.medley.cluster.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.medley.check.SimulationFault;
import dev.medley.cluster.runtime.RuntimeKind;
import dev.medley.random.RandomStream;
import dev.medley.random.StreamTree;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The life cycles of pods, machines and functions, and how the engine's goes through them. */
class LifeCycleTest {
  private static final int STEPS = 400_000;

  private static Set<String> arrows(LifeCycleState[] states) {
    Set<String> arrows = new TreeSet<>();
    for (LifeCycleState from : states) {
      for (LifeCycleState to : states) {
        if (from.allows(to)) {
          arrows.add(from + ">" + to);
        }
      }
    }
    return arrows;
  }

  @Test
  void aPodHasTheTransitionsOfTheDocuments() {
    assertThat(arrows(PodPhase.values()))
        .containsExactlyInAnyOrder(
            "PENDING>RUNNING",
            "RUNNING>SUCCEEDED",
            "RUNNING>FAILED",
            "PENDING>TERMINATING",
            "RUNNING>TERMINATING",
            "SUCCEEDED>TERMINATING",
            "FAILED>TERMINATING");
  }

  @Test
  void aMachineHasThoseOfTheDocumentsAndDies() {
    assertThat(arrows(VmState.values()))
        .containsExactlyInAnyOrder(
            "STOPPED>STARTING",
            "STARTING>RUNNING",
            "RUNNING>PAUSED",
            "PAUSED>RUNNING",
            "RUNNING>MIGRATING",
            "MIGRATING>RUNNING",
            "RUNNING>STOPPING",
            "STOPPING>STOPPED",
            // ours: a start is given up, a process or its host dies
            "STARTING>STOPPING",
            "STARTING>STOPPED",
            "RUNNING>STOPPED",
            "PAUSED>STOPPED",
            "MIGRATING>STOPPED");
  }

  @Test
  void aFunctionIsInitialisedActiveAndShutDown() {
    assertThat(arrows(FunctionState.values()))
        .containsExactlyInAnyOrder(
            "INITIALIZING>ACTIVE",
            "INITIALIZING>SHUTTING_DOWN",
            "INITIALIZING>GONE",
            "ACTIVE>INITIALIZING",
            "ACTIVE>SHUTTING_DOWN",
            "ACTIVE>GONE",
            "SHUTTING_DOWN>GONE");
  }

  @Test
  void anIllegalStepIsABrokenInvariant() {
    assertThatThrownBy(() -> InstanceKind.step(VmState.MIGRATING, VmState.STOPPING))
        .isInstanceOf(SimulationFault.class)
        .hasMessage("VmState cannot go from MIGRATING to STOPPING");
    assertThatThrownBy(() -> InstanceKind.step(PodPhase.FAILED, PodPhase.RUNNING))
        .isInstanceOf(SimulationFault.class)
        .hasMessage("PodPhase cannot go from FAILED to RUNNING");
  }

  @Test
  void everyKindOfRuntimeHasALifeCycle() {
    for (RuntimeKind kind : RuntimeKind.values()) {
      assertThat(InstanceKind.of(kind).name()).isEqualTo(kind.name());
    }
  }

  /** Whatever legal way an instance goes through the engine's life cycle, its kind's allows it. */
  @Test
  void everyWalkOfTheEngineIsAWalkOfEveryKind() {
    long seed = 20260401;
    for (InstanceKind kind : InstanceKind.values()) {
      RandomStream random = new StreamTree(seed, 0).stream(kind.name());
      InstanceTable table = new InstanceTable(List.of(kind));
      Map<InstanceState, Set<String>> shown = new EnumMap<>(InstanceState.class);
      int instance = table.create(0, 0, 0);
      int lives = 1;
      for (int step = 0; step < STEPS; step++) {
        List<InstanceState> next = new ArrayList<>();
        for (InstanceState state : InstanceState.values()) {
          if (table.state(instance).allows(state)) {
            next.add(state);
          }
        }
        if (next.isEmpty()) {
          assertThat(table.stateOfKind(instance).name())
              .as("%s, seed %d, step %d", kind, seed, step)
              .isIn("TERMINATING", "FAILED", "STOPPED", "GONE");
          instance = table.create(0, lives++, step);
          continue;
        }
        InstanceState chosen = next.get(random.nextInt(next.size()));
        table.moveTo(instance, chosen, step);
        shown
            .computeIfAbsent(chosen, state -> new TreeSet<>())
            .add(table.stateOfKind(instance).name());
      }
      assertThat(table.transitions()).isGreaterThan(STEPS / 2);
      // what serves is running, whatever it went through
      assertThat(shown.get(InstanceState.READY))
          .containsExactly(kind == InstanceKind.FUNCTION ? "ACTIVE" : "RUNNING");
    }
  }
}
