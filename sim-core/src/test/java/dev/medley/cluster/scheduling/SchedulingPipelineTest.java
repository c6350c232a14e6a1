package dev.medley.cluster.scheduling;

import static dev.medley.cluster.engine.ClusterModels.host;
import static dev.medley.cluster.engine.ClusterModels.runtime;
import static dev.medley.cluster.engine.ClusterModels.service;
import static org.assertj.core.api.Assertions.assertThat;

import dev.medley.cluster.host.HostSpec;
import dev.medley.cluster.host.HostTable;
import dev.medley.cluster.instance.InstanceSpec;
import dev.medley.random.RandomStream;
import dev.medley.random.StreamTree;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchedulingPipelineTest {
  private static final long HOST_BYTES = 1L << 40;

  private static HostTable hosts(int... cores) {
    List<HostSpec> specs = new ArrayList<>();
    for (int each : cores) {
      specs.add(new HostSpec(0, "g", host(each), null));
    }
    return new HostTable(specs);
  }

  private static InstanceSpec asking(long milli, long bytes) {
    return service("web").request(milli, bytes).limit(1_000_000).instance();
  }

  /** As the Kubernetes scheduler computes it: floor((allocatable - used) 100 / allocatable). */
  @Test
  void scoresAreWholeNumberArithmetic() {
    RandomStream random = new StreamTree(8, 0).stream("requests");
    LeastAllocated score = new LeastAllocated();
    for (int i = 0; i < 2000; i++) {
      int cores = 1 + random.nextInt(128);
      long milli = 1 + random.nextInt(cores * 1000);
      long bytes = (random.nextLong() >>> 1) % HOST_BYTES;
      BigInteger hundred = BigInteger.valueOf(100);
      long cpu =
          BigInteger.valueOf(cores * 1000L - milli)
              .multiply(hundred)
              .divide(BigInteger.valueOf(cores * 1000L))
              .longValueExact();
      long memory =
          BigInteger.valueOf(HOST_BYTES - bytes)
              .multiply(hundred)
              .divide(BigInteger.valueOf(HOST_BYTES))
              .longValueExact();
      assertThat(score.score(asking(milli, bytes), hosts(cores).view().moveTo(0)))
          .isEqualTo((cpu + memory) / 2);
    }
  }

  /** 4 cores, 1 asked for: (75 + 100) / 2 = 87; 3 cores: (66 + 100) / 2 = 83. */
  @Test
  void scoresByHand() {
    LeastAllocated score = new LeastAllocated();
    assertThat(score.score(asking(1000, 0), hosts(4).view().moveTo(0))).isEqualTo(87);
    assertThat(score.score(asking(1000, 0), hosts(3).view().moveTo(0))).isEqualTo(83);
    assertThat(score.score(asking(5000, 0), hosts(4).view().moveTo(0))).isEqualTo(50);
  }

  @Test
  void theEmptiestHostIsChosenAndTiesGoToTheFirst() {
    HostTable hosts = hosts(4, 8, 8);
    Placement placement = new Placement(SchedulingPipeline.standard(), hosts);
    InstanceSpec one = asking(1000, 0);
    List<Integer> chosen = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      int host = placement.place(one);
      hosts.reserve(host, one);
      chosen.add(host);
    }
    // scores of (first, second, third): 87 93 93; 87 87 93; 87 87 87; 75 87 87; 75 81 87; ...
    assertThat(chosen).containsExactly(1, 2, 0, 1, 2, 1, 2);
  }

  @Test
  void refusalsAreCountedByTheirFirstReason() {
    HostTable hosts = hosts(1, 2, 16);
    Placement placement = new Placement(SchedulingPipeline.standard(), hosts);
    hosts.reserve(2, asking(100, HOST_BYTES));
    InstanceSpec large = asking(4000, 1);
    assertThat(placement.place(large)).isEqualTo(Placement.UNSCHEDULABLE);
    assertThat(placement.refusal(large))
        .isEqualTo("2 hosts: insufficient cpu, 1 host: insufficient memory");
    InstanceSpec picky = service("web").runtime(runtime().requires("sgx")).instance();
    assertThat(placement.place(picky)).isEqualTo(Placement.UNSCHEDULABLE);
    assertThat(placement.refusal(picky)).isEqualTo("3 hosts: missing host feature");
    InstanceSpec rare = service("web").runtime(runtime().density(1)).request(1, 0).instance();
    hosts.reserve(0, rare);
    assertThat(placement.place(rare)).isEqualTo(1);
    assertThat(placement.refusal(rare)).isEqualTo("2 hosts: runtime density reached");
  }
}
