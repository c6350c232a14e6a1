package dev.medley.cluster.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.medley.check.SimulationFault;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InstanceTableTest {

  @Test
  void onlyTheTransitionsOfTheLifeCycleAreLegal() {
    Map<InstanceState, Set<InstanceState>> legal = new EnumMap<>(InstanceState.class);
    legal.put(InstanceState.PENDING, EnumSet.of(InstanceState.STARTING, InstanceState.STOPPED));
    Set<InstanceState> fromStart =
        EnumSet.of(
            InstanceState.READY,
            InstanceState.STOPPING,
            InstanceState.FAILED,
            InstanceState.BACKING_OFF,
            InstanceState.RESTARTING,
            InstanceState.UNREACHABLE);
    legal.put(InstanceState.STARTING, fromStart);
    legal.put(InstanceState.RESTARTING, fromStart);
    legal.put(
        InstanceState.READY,
        EnumSet.of(
            InstanceState.MIGRATING,
            InstanceState.DRAINING,
            InstanceState.FAILED,
            InstanceState.BACKING_OFF,
            InstanceState.RESTARTING,
            InstanceState.UNREACHABLE));
    legal.put(
        InstanceState.BACKING_OFF,
        EnumSet.of(
            InstanceState.RESTARTING,
            InstanceState.STOPPING,
            InstanceState.FAILED,
            InstanceState.UNREACHABLE));
    legal.put(
        InstanceState.UNREACHABLE,
        EnumSet.of(InstanceState.RESTARTING, InstanceState.STOPPED, InstanceState.FAILED));
    legal.put(InstanceState.MIGRATING, EnumSet.of(InstanceState.READY, InstanceState.FAILED));
    legal.put(InstanceState.DRAINING, EnumSet.of(InstanceState.STOPPING, InstanceState.FAILED));
    legal.put(InstanceState.STOPPING, EnumSet.of(InstanceState.STOPPED, InstanceState.FAILED));
    legal.put(InstanceState.STOPPED, EnumSet.noneOf(InstanceState.class));
    legal.put(InstanceState.FAILED, EnumSet.noneOf(InstanceState.class));
    for (InstanceState from : InstanceState.values()) {
      for (InstanceState to : InstanceState.values()) {
        assertThat(from.allows(to))
            .as("%s to %s", from, to)
            .isEqualTo(legal.get(from).contains(to));
      }
    }
  }

  @Test
  void anIllegalTransitionIsABrokenInvariantAndChangesNothing() {
    InstanceTable table = new InstanceTable();
    int row = table.create(3, 0, 5);
    assertThatThrownBy(() -> table.moveTo(row, InstanceState.READY, 9))
        .isInstanceOf(SimulationFault.class)
        .hasMessageContaining("cannot go from PENDING to READY");
    assertThat(table.state(row)).isEqualTo(InstanceState.PENDING);
    assertThat(table.changedNanos(row)).isEqualTo(5);
  }

  @Test
  void aRowNamesOneInstanceForEver() {
    InstanceTable table = new InstanceTable();
    for (int i = 0; i < 1000; i++) {
      assertThat(table.create(i % 7, i, i)).isEqualTo(i);
    }
    assertThat(table.size()).isEqualTo(1000);
    assertThat(table.service(999)).isEqualTo(999 % 7);
    assertThat(table.ordinal(999)).isEqualTo(999);
    assertThat(table.createdNanos(999)).isEqualTo(999);
    assertThat(table.host(999)).isEqualTo(InstanceTable.NO_HOST);
    table.place(999, 4);
    assertThatThrownBy(() -> table.place(999, 5)).isInstanceOf(SimulationFault.class);
    assertThat(table.host(999)).isEqualTo(4);
  }
}
