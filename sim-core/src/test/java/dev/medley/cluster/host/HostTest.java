package dev.medley.cluster.host;

import static dev.medley.cluster.engine.ClusterModels.card;
import static dev.medley.cluster.engine.ClusterModels.host;
import static dev.medley.cluster.engine.ClusterModels.nominalFunctions;
import static dev.medley.cluster.engine.ClusterModels.nominalGateway;
import static dev.medley.cluster.engine.ClusterModels.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.medley.check.InvalidConfiguration;
import dev.medley.check.SimulationFault;
import dev.medley.cluster.instance.InstanceSpec;
import dev.medley.cluster.offload.Bitstream;
import dev.medley.cluster.offload.Refusal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostTest {
  private static final HostType GENERAL = host("general", 64, nominalFunctions(), nominalGateway());

  @Test
  void theCardTakesTheNetworkFunctionsFrom65To10Percent() {
    assertThat(GENERAL.networkShare(null)).isCloseTo(0.65, within(1e-12));
    assertThat(GENERAL.networkShare(card())).isCloseTo(0.10, within(1e-12));
    assertThat(new HostSpec(0, "g", GENERAL, null).allocatableCpuMilli()).isEqualTo(22_400);
    assertThat(new HostSpec(0, "g", GENERAL, card()).allocatableCpuMilli()).isEqualTo(57_600);
  }

  @Test
  void aCardDoesNotAddFunctionsThatTheHostDoesNotRun() {
    HostType some = host("some", 10, Map.of("vswitch", 0.30, "firewall", 0.1), nominalGateway());
    assertThat(some.networkShare(null)).isCloseTo(0.40, within(1e-12));
    assertThat(some.networkShare(card())).isCloseTo(0.15, within(1e-12));
  }

  @Test
  void networkFunctionsThatTakeEverythingAreRefused() {
    assertThatThrownBy(
            () -> host("full", 1, Map.of("vswitch", 0.6, "ipsec", 0.4), nominalGateway()))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageContaining("networkFunctions");
    assertThatThrownBy(() -> host("odd", 1, Map.of("vswitch", -0.1), nominalGateway()))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageContaining("networkFunctions.vswitch");
  }

  @Test
  void aBitstreamLoadsOnlySignedAndWithAnAllowedProtocol() {
    assertThat(card().refusal(new Bitstream("b", true, "http"))).isEmpty();
    assertThat(card().refusal(new Bitstream("b", false, "http"))).contains(Refusal.UNSIGNED);
    assertThat(card().refusal(new Bitstream("b", true, "ftp")))
        .contains(Refusal.PROTOCOL_NOT_ALLOWED);
    assertThat(card().refusal(new Bitstream("b", false, "ftp"))).contains(Refusal.UNSIGNED);
  }

  @Test
  void whatIsReservedIsGivenBackAndNeverMoreThanThereIs() {
    HostTable hosts = new HostTable(List.of(new HostSpec(0, "g", host(2), null)));
    InstanceSpec one = service("web").request(1500, 1L << 39).limit(2000).instance();
    hosts.reserve(0, one);
    HostView view = hosts.view().moveTo(0);
    assertThat(view.reservedCpuMilli()).isEqualTo(1500);
    assertThat(view.reservedMemoryBytes()).isEqualTo(1L << 39);
    assertThat(view.instancesOf("process")).isEqualTo(1);
    assertThat(view.instancesOf("vm")).isZero();
    assertThatThrownBy(() -> hosts.reserve(0, one)).isInstanceOf(SimulationFault.class);
    HostTable other = new HostTable(List.of(new HostSpec(0, "g", host(2), null)));
    assertThatThrownBy(() -> other.release(0, one)).isInstanceOf(SimulationFault.class);
    HostTable third = new HostTable(List.of(new HostSpec(0, "g", host(2), null)));
    third.reserve(0, one);
    third.release(0, one);
    assertThat(third.view().moveTo(0).reservedCpuMilli()).isZero();
  }
}
