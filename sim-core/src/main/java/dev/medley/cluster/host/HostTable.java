package dev.medley.cluster.host;

import dev.medley.check.SimulationFault;
import dev.medley.cluster.instance.InstanceSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All hosts of a run, one row each: what they have and what is reserved.
 *
 * <p>Remembers which hosts changed last, so that who derives something from all hosts need not look
 * at all of them again.
 */
public final class HostTable {
  private final List<HostSpec> specs;
  private final Map<String, int[]> instancesOfRuntime = new LinkedHashMap<>();

  /** The last answer of {@link #counts}: a pass over hosts asks for one runtime again and again. */
  private String lastRuntime = "";

  private int[] lastCounts = new int[0];
  private final long[] allocatableCpuMilli;
  private final long[] allocatableMemoryBytes;
  private final long[] reservedCpuMilli;
  private final long[] reservedMemoryBytes;
  private final int[] instances;
  private final boolean[] down;

  /** A ring: the host of change number k at place k modulo the length, a power of two. */
  private final int[] changedHost;

  private long changes;

  private final boolean[] cordoned;

  /** Nothing is reserved. */
  public HostTable(List<HostSpec> specs) {
    this.specs = List.copyOf(specs);
    int n = specs.size();
    allocatableCpuMilli = new long[n];
    allocatableMemoryBytes = new long[n];
    reservedCpuMilli = new long[n];
    reservedMemoryBytes = new long[n];
    instances = new int[n];
    down = new boolean[n];
    cordoned = new boolean[n];
    changedHost = new int[Integer.highestOneBit(Math.max(16, n / 4))];
    for (int i = 0; i < n; i++) {
      allocatableCpuMilli[i] = specs.get(i).allocatableCpuMilli();
      allocatableMemoryBytes[i] = specs.get(i).type().memory().bytes();
    }
  }

  /** Number of hosts. */
  public int size() {
    return specs.size();
  }

  /** What a host is. */
  public HostSpec spec(int host) {
    return specs.get(host);
  }

  /** Reserves what an instance asks for. */
  public void reserve(int host, InstanceSpec instance) {
    reservedCpuMilli[host] += instance.cpuRequestMilli();
    reservedMemoryBytes[host] += instance.memoryBytes();
    counts(instance.runtimeName())[host]++;
    instances[host]++;
    if (reservedCpuMilli[host] > allocatableCpuMilli[host]
        || reservedMemoryBytes[host] > allocatableMemoryBytes[host]) {
      throw new SimulationFault("host " + host + " is reserved beyond its capacity");
    }
    noteChange(host);
  }

  /** Gives back what an instance had reserved. */
  public void release(int host, InstanceSpec instance) {
    reservedCpuMilli[host] -= instance.cpuRequestMilli();
    reservedMemoryBytes[host] -= instance.memoryBytes();
    int left = --counts(instance.runtimeName())[host];
    instances[host]--;
    if (reservedCpuMilli[host] < 0 || reservedMemoryBytes[host] < 0 || left < 0) {
      throw new SimulationFault("host " + host + " gave back more than was reserved");
    }
    noteChange(host);
  }

  /** A host goes down or comes back; what is reserved on it stays reserved. */
  public void setDown(int host, boolean isDown) {
    down[host] = isDown;
    noteChange(host);
  }

  /** Whether a host is down. */
  public boolean isDown(int host) {
    return down[host];
  }

  /** Reserves the memory that an instance asks for, and its place. */
  public void reserveMemory(int host, InstanceSpec instance) {
    reserve(host, instance);
    reservedCpuMilli[host] -= instance.cpuRequestMilli();
  }

  /** Gives back the memory that an instance had reserved, and its place. */
  public void releaseMemory(int host, InstanceSpec instance) {
    reservedCpuMilli[host] += instance.cpuRequestMilli();
    release(host, instance);
  }

  /** Whether the CPU that an instance asks for is free. */
  public boolean hasCpuFor(int host, InstanceSpec instance) {
    return reservedCpuMilli[host] + instance.cpuRequestMilli() <= allocatableCpuMilli[host];
  }

  /**
   * Reserves the CPU that an instance asks for, which holds its memory already.
   *
   * @throws SimulationFault when it is not free
   */
  public void reserveCpu(int host, InstanceSpec instance) {
    if (!hasCpuFor(host, instance)) {
      throw new SimulationFault("host " + host + " is reserved beyond its capacity");
    }
    reservedCpuMilli[host] += instance.cpuRequestMilli();
    noteChange(host);
  }

  /** Closes a host to new instances, or opens it again. */
  public void cordon(int host, boolean closed) {
    if (cordoned[host] != closed) {
      cordoned[host] = closed;
      noteChange(host);
    }
  }

  /** Whether a host is closed to new instances. */
  public boolean isCordoned(int host) {
    return cordoned[host];
  }

  /** Reservations, releases, cordons, and hosts that went down or came back so far. */
  public long changes() {
    return changes;
  }

  /** How many of the last changes are remembered; between an eighth and a quarter of the hosts. */
  public int rememberedChanges() {
    return changedHost.length;
  }

  /**
   * The host of a change.
   *
   * @param change number of the change from 0; one of the last {@link #rememberedChanges}
   */
  public int changedHost(long change) {
    return changedHost[(int) change & (changedHost.length - 1)];
  }

  private void noteChange(int host) {
    changedHost[(int) changes & (changedHost.length - 1)] = host;
    changes++;
  }

  /** A cursor over the hosts; make one per user, move it, read it. */
  public HostView view() {
    return new HostView(this);
  }

  long allocatableCpuMilli(int host) {
    return allocatableCpuMilli[host];
  }

  long allocatableMemoryBytes(int host) {
    return allocatableMemoryBytes[host];
  }

  long reservedCpuMilli(int host) {
    return reservedCpuMilli[host];
  }

  long reservedMemoryBytes(int host) {
    return reservedMemoryBytes[host];
  }

  public int instances(int host) {
    return instances[host];
  }

  int instancesOf(int host, String runtime) {
    return counts(runtime)[host];
  }

  private int[] counts(String runtime) {
    if (!runtime.equals(lastRuntime)) {
      lastRuntime = runtime;
      lastCounts = instancesOfRuntime.computeIfAbsent(runtime, name -> new int[specs.size()]);
    }
    return lastCounts;
  }
}
