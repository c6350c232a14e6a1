package dev.medley.cluster.engine.instance;

import static dev.medley.cluster.engine.ClusterModels.host;
import static dev.medley.cluster.engine.ClusterModels.model;
import static dev.medley.cluster.engine.ClusterModels.runtime;
import static dev.medley.cluster.engine.ClusterModels.seconds;
import static dev.medley.cluster.engine.ClusterModels.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.medley.check.SimulationFault;
import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.cluster.engine.state.EndpointLinks;
import dev.medley.cluster.engine.state.ServiceRun;
import dev.medley.cluster.host.HostSpec;
import dev.medley.cluster.host.HostTable;
import dev.medley.cluster.instance.InstanceSpec;
import dev.medley.cluster.instance.InstanceState;
import dev.medley.cluster.instance.InstanceTable;
import dev.medley.cluster.scheduling.Placement;
import dev.medley.cluster.scheduling.SchedulingPipeline;
import dev.medley.random.StreamTree;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Tables made by hand hold every invariant; then one of them is broken on purpose, and the check
 * says which.
 */
class InstanceInvariantsTest {
  private static final int READY = 0;
  private static final int STARTING = 1;
  private static final int DRAINING = 2;
  private static final int STOPPING = 3;
  private static final int PENDING = 4;

  private final ClusterModel model =
      model(seconds(10))
          .host(host(4, 1000))
          .service(
              service("web").request(1000, 100).runtime(runtime().density(4)).replicas(3, 0, 9))
          .build();
  private final InstanceSpec spec = model.services().get(0).instance();
  private final ServiceRun service =
      new ServiceRun(0, model.services().get(0), new StreamTree(1, 0), new EndpointLinks(), 0);
  private final InstanceTable table = new InstanceTable();
  private final HostTable hosts = new HostTable(model.hosts());
  private final AddressTable addresses = new AddressTable(hosts);
  private final InstanceLists living = new InstanceLists(1);
  private final InstanceLists pending = new InstanceLists(1);
  private final Transitions transitions = new Transitions(1);
  private final int[] replicas = {3};
  private final InstanceInvariants invariants =
      new InstanceInvariants(
          List.of(service),
          table,
          hosts,
          new Placement(SchedulingPipeline.standard(), hosts),
          addresses,
          living,
          pending,
          transitions,
          replicas,
          new WarmPools(hosts, table, List.of(service), 0),
          new TreeMap<>(),
          false,
          instance -> table.state(instance) == InstanceState.READY);

  /** One instance in each state of its life on a full host; what is gone is in no table. */
  InstanceInvariantsTest() {
    for (int instance = READY; instance <= PENDING; instance++) {
      table.create(0, instance, 0);
      living.append(0, instance);
      if (instance != PENDING) {
        placed(instance);
      }
    }
    to(READY, InstanceState.READY);
    to(DRAINING, InstanceState.READY, InstanceState.DRAINING);
    to(STOPPING, InstanceState.STOPPING);
    pending.append(0, PENDING);
    service.endpoints.add(READY, 0);
    transitions.begin(STARTING);
    transitions.begin(DRAINING);
    transitions.begin(PENDING);
    service.statistics.ready.set(0, 1);
    service.statistics.instances.set(0, 4);
    service.statistics.unscheduled.set(0, 1);
    int gone = table.create(0, PENDING + 1, 0);
    to(gone, InstanceState.STOPPED);
  }

  private void placed(int instance) {
    hosts.reserve(0, spec);
    table.place(instance, 0);
    addresses.take(instance, 0);
    to(instance, InstanceState.STARTING);
  }

  private void to(int instance, InstanceState... states) {
    for (InstanceState state : states) {
      table.moveTo(instance, state, 0);
    }
  }

  private void finds(String what) {
    assertThatThrownBy(invariants::check)
        .isInstanceOf(SimulationFault.class)
        .hasMessageContaining(what);
  }

  @Test
  void whatIsRightPasses() {
    assertThatCode(invariants::check).doesNotThrowAnyException();
    assertThatCode(invariants::check).doesNotThrowAnyException();
  }

  @Test
  void anInstanceThatIsThereTwice() {
    // again behind itself: the list goes round
    living.append(0, PENDING);
    finds("instance 4 is twice among the living");
  }

  @Test
  void aListThatHasLostItsTail() {
    // from the head to the end: the list breaks off behind it
    living.append(0, READY);
    finds("living of web: 6 counted, there are 1 in their list");
  }

  @Test
  void anInstanceThatIsGoneButLives() {
    to(STOPPING, InstanceState.STOPPED);
    finds("instance 3 is STOPPED but living");
  }

  @Test
  void anInstanceOnAHostThoughItWaits() {
    table.place(PENDING, 0);
    finds("instance 4 is PENDING on host 0");
  }

  @Test
  void anInstanceThatServesWithoutAnEndpoint() {
    service.endpoints.remove(READY);
    finds("instance 0 is READY but not among the endpoints");
  }

  @Test
  void anEndpointThatDoesNotServe() {
    service.endpoints.add(DRAINING, 0);
    finds("instance 2 is DRAINING but among the endpoints");
  }

  @Test
  void anEndpointOfNobodyWhoLives() {
    service.endpoints.add(PENDING + 1, 0);
    finds("endpoints of web: 2 counted, there are 1 instances that may get requests");
  }

  @Test
  void aStartInFlightWithoutItsRow() {
    transitions.end(STARTING);
    finds("instance 1 is STARTING but has no row of transitions");
  }

  @Test
  void aRowOfAnInstanceThatHasArrived() {
    transitions.begin(READY);
    finds("instance 0 is READY but has a row of transitions");
  }

  @Test
  void aRowOfNobodyWhoLives() {
    transitions.begin(PENDING + 1);
    finds("4 rows of transitions, but 3 instances are on their way");
  }

  @Test
  void reservationsThatAreNotTheSum() {
    hosts.release(0, spec);
    finds("host 0 reserves CPU (m): 3000, the sum over its instances is 4000");
    hosts.reserve(0, service("other").request(1000, 99).instance());
    finds("host 0 reserves memory (bytes): 399, the sum over its instances is 400");
  }

  @Test
  void instancesOfARuntimeThatAreNotTheSum() {
    hosts.release(0, spec);
    hosts.reserve(
        0,
        new InstanceSpec(
            "another",
            spec.runtime(),
            spec.image(),
            spec.resources(),
            spec.concurrency(),
            spec.queueCapacity(),
            spec.gracePeriodNanos()));
    finds("host 0 counts instances of a runtime: 3, the sum over its instances is 4");
  }

  /** Small enough for CPU and memory, and all tables agree: only placement was not asked. */
  @Test
  void aHostOverItsDensity() {
    assertThatThrownBy(crowd(2)::check)
        .isInstanceOf(SimulationFault.class)
        .hasMessageContaining("host 0 is over its capacity: density 3 of 2");
    assertThatCode(crowd(3)::check).doesNotThrowAnyException();
  }

  /** Three small instances that start on one host. */
  private static InstanceInvariants crowd(int density) {
    ClusterModel model =
        model(seconds(10))
            .host(host(4))
            .service(service("web").request(1, 0).runtime(runtime().density(density)))
            .build();
    InstanceTable table = new InstanceTable();
    ServiceRun run =
        new ServiceRun(0, model.services().get(0), new StreamTree(1, 0), new EndpointLinks(), 0);
    HostTable hosts = new HostTable(model.hosts());
    AddressTable given = new AddressTable(hosts);
    InstanceLists living = new InstanceLists(1);
    Transitions transitions = new Transitions(1);
    for (int instance = 0; instance < 3; instance++) {
      table.create(0, instance, 0);
      living.append(0, instance);
      hosts.reserve(0, run.model.instance());
      table.place(instance, 0);
      given.take(instance, 0);
      table.moveTo(instance, InstanceState.STARTING, 0);
      transitions.begin(instance);
    }
    run.statistics.instances.set(0, 3);
    return new InstanceInvariants(
        List.of(run),
        table,
        hosts,
        new Placement(SchedulingPipeline.standard(), hosts),
        given,
        living,
        new InstanceLists(1),
        transitions,
        new int[] {3},
        new WarmPools(hosts, table, List.of(run), 0),
        new TreeMap<>(),
        false,
        instance -> false);
  }

  @Test
  void anAddressThatBelongsToNobody() {
    int number = addresses.number(STARTING);
    addresses.giveBack(STARTING, 0);
    finds("which instance 1 uses, belongs to nobody");
    addresses.take(STARTING, 0);
    assertThat(addresses.number(STARTING)).isNotEqualTo(number);
    assertThatCode(invariants::check).doesNotThrowAnyException();
  }

  @Test
  void anInstanceThatWaitsThoughAHostAdmitsIt() {
    to(STOPPING, InstanceState.STOPPED);
    living.remove(0, STOPPING);
    hosts.release(0, spec);
    addresses.giveBack(STOPPING, 0);
    service.statistics.instances.set(0, 3);
    finds("an instance of web waits though host 0 admits it");
  }

  @Test
  void countsThatAreNotThoseOfInstances() {
    replicas[0] = 2;
    finds("replicas of web: 2 counted, there are 3 such instances");
    replicas[0] = 3;
    service.statistics.ready.set(0, 2);
    finds("ready of web: 2 counted, there are 1 ready instances");
    service.statistics.ready.set(0, 1);
    service.statistics.instances.set(0, 5);
    finds("placed of web: 5 counted, there are 4 instances on hosts");
    service.statistics.instances.set(0, 4);
    service.statistics.unscheduled.set(0, 0);
    finds("unscheduled of web: 0 counted, there are 1 pending instances");
    service.statistics.unscheduled.set(0, 1);
    pending.remove(0, PENDING);
    finds("waiting of web: 0 counted, there are 1 pending instances");
  }

  /** As host-local IPAM does: the next number, round the range, never one in use. */
  @Test
  void addressesGoRoundTheirRange() {
    HostTable four = new HostTable(List.of(new HostSpec(0, "g", host(4), null, 4, null)));
    AddressTable given = new AddressTable(four);
    for (int instance = 0; instance < 3; instance++) {
      given.take(instance, 0);
      assertThat(given.number(instance)).isEqualTo(instance);
    }
    given.giveBack(0, 0);
    given.take(3, 0);
    given.take(4, 0);
    assertThat(given.number(3)).isEqualTo(3);
    assertThat(given.number(4)).isZero();
    assertThatThrownBy(() -> given.take(5, 0)).hasMessageContaining("no address left of 4");
    assertThatThrownBy(() -> given.giveBack(0, 0)).hasMessageContaining("that it has not");
  }
}
