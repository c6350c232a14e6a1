package dev.medley.cluster.instance;

import dev.medley.check.Checks;
import dev.medley.check.Default;
import dev.medley.check.Doc;
import dev.medley.check.Range;
import dev.medley.cluster.resource.Bytes;
import dev.medley.cluster.resource.Cpu;
import dev.medley.cluster.runtime.MemoryOverhead;
import org.jspecify.annotations.Nullable;

/**
 * CPU and memory that an instance asks for and may use at most.
 *
 * @param requests what placement reserves
 * @param limits what it may use at most
 */
@Doc("CPU and memory that an instance asks for and may use at most")
public record Resources(
    @Doc("What placement reserves on a host") Requests requests,
    @Doc("What the instance may use at most") @Default("{}") Limits limits) {

  /**
   * What placement reserves.
   *
   * @param cpu cores
   * @param memory bytes
   */
  @Doc("What placement reserves on a host")
  public record Requests(
      @Doc("CPU that placement reserves; utilisation is measured against it")
          @Range(min = 0.001, max = 1e6)
          Cpu cpu,
      @Doc("Memory that placement reserves") @Range(min = 0, max = 1e15) Bytes memory) {
    /** Checks every component. */
    public Requests {
      Checks.of(Requests.class).with("cpu", cpu).with("memory", memory).orThrow();
    }
  }

  /**
   * What an instance may use at most.
   *
   * @param cpu cores, or null for as much as the host has
   * @param memory bytes, or null for no limit
   */
  @Doc("What the instance may use at most; without a CPU limit, as much as the host has")
  public record Limits(
      @Doc("CPU that the requests of an instance together use at most")
          @Range(min = 0.001, max = 1e6)
          @Nullable Cpu cpu,
      @Doc("Memory that the instance may use at most") @Range(min = 0, max = 1e15)
          @Nullable Bytes memory) {
    /** Checks every component. */
    public Limits {
      Checks.of(Limits.class).with("cpu", cpu).with("memory", memory).orThrow();
    }
  }

  /** Checks that no limit is below its request. */
  public Resources {
    Cpu cpuLimit = limits.cpu();
    Bytes memoryLimit = limits.memory();
    Checks.of(Resources.class)
        .require(
            cpuLimit == null || cpuLimit.milli() >= requests.cpu().milli(),
            "limits.cpu",
            "must be >= requests.cpu " + requests.cpu() + " (was " + cpuLimit + ")")
        .require(
            memoryLimit == null || memoryLimit.bytes() >= requests.memory().bytes(),
            "limits.memory",
            "must be >= requests.memory " + requests.memory() + " (was " + memoryLimit + ")")
        .orThrow();
  }

  /** CPU limit in thousandths of a core; Long.MAX_VALUE for none. */
  public long cpuLimitMilli() {
    Cpu cpu = limits.cpu();
    return cpu == null ? Long.MAX_VALUE : cpu.milli();
  }

  /** Memory that placement reserves under a runtime: the request and the overhead, bytes. */
  public long memoryBytes(MemoryOverhead overhead) {
    Cpu cpu = limits.cpu() == null ? requests.cpu() : limits.cpu();
    long asked = requests.memory().bytes();
    return asked + overhead.bytes(cpu.milli(), asked);
  }
}
