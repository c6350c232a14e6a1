package dev.medley.cluster.runtime;

import dev.medley.check.Checks;
import dev.medley.check.Default;
import dev.medley.check.Doc;
import dev.medley.check.Range;
import dev.medley.cluster.resource.Bytes;

/**
 * Memory that one instance needs beside its own request: fixed, and growing with the instance.
 *
 * <p>value + perCpu · ceil(vCPUs) + memoryShare · requested memory, rounded up to a byte. KubeVirt:
 * 218 MiB + 8 MiB per vCPU + 0.002 of the guest's memory.
 *
 * @param value fixed part
 * @param perCpu for each vCPU, begun ones counted whole
 * @param memoryShare share of the memory that the instance asks for
 * @param source where the numbers come from
 */
@Doc("Memory that one instance needs beside its own request")
public record MemoryOverhead(
    @Doc("The part that every instance needs") @Range(min = 0, max = 1e13) Bytes value,
    @Doc("For each vCPU of the instance: its CPU limit, or its request without one, rounded up")
        @Range(min = 0, max = 1e13)
        @Default("0")
        Bytes perCpu,
    @Doc("Share of the memory that the instance asks for, on top")
        @Range(min = 0, max = 10, percent = true)
        @Default("0")
        double memoryShare,
    @Doc("Where the numbers come from") String source) {

  /** Checks every component. */
  public MemoryOverhead {
    Checks.of(MemoryOverhead.class)
        .with("value", value)
        .with("perCpu", perCpu)
        .with("memoryShare", memoryShare)
        .orThrow();
  }

  /** The same for every instance. */
  public MemoryOverhead(Bytes value, String source) {
    this(value, new Bytes(0), 0, source);
  }

  /**
   * Overhead of an instance, bytes.
   *
   * @param cpuMilli its CPU, thousandths of a core
   * @param memoryBytes memory it asks for
   */
  public long bytes(long cpuMilli, long memoryBytes) {
    long cpus = (cpuMilli + 999) / 1000;
    return value.bytes()
        + perCpu.bytes() * cpus
        + (long) Math.ceil(memoryShare * (double) memoryBytes);
  }

  /** Both together: what an instance needs that runs in both runtimes, one inside the other. */
  MemoryOverhead plus(MemoryOverhead inner) {
    return new MemoryOverhead(
        new Bytes(value.bytes() + inner.value.bytes()),
        new Bytes(perCpu.bytes() + inner.perCpu.bytes()),
        memoryShare + inner.memoryShare,
        source + " + " + inner.source);
  }
}
