package dev.medley.cluster.engine.request;

import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.cluster.engine.state.ServiceModel;
import dev.medley.cluster.runtime.HostUse;
import dev.medley.cluster.runtime.StartStage;
import dev.medley.kernel.Simulation;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What instances do on their hosts on their way in and out: compute beside the requests there, and
 * read or write their host's storage beside each other.
 *
 * <p>CPU is the one that requests share; an instance on its way computes on at most one core of it.
 * The storage of a host is a device whose whole bandwidth is shared equally, which is the same
 * processor sharing with one core per host. On the CPU an instance on its way is known by its row
 * above {@link #FIRST}, far below the complements by which batch jobs are known.
 *
 * <p>Cost: that of {@link ProcessorSharing}. Without a runtime that uses storage there is no
 * device.
 */
public final class HostWork {
  private static final int FIRST = Integer.MIN_VALUE;
  private static final int END = FIRST / 2;
  private static final long WHOLE = 1000;

  private final ProcessorSharing cpu;
  private final @Nullable ProcessorSharing storage;
  private IntConsumer over = instance -> {};

  HostWork(Simulation simulation, ClusterModel model, ProcessorSharing cpu) {
    this.cpu = cpu;
    this.storage =
        model.services().stream().anyMatch(HostWork::usesStorage)
            ? devices(simulation, model.hosts().size())
            : null;
  }

  private ProcessorSharing devices(Simulation simulation, int hosts) {
    long[] capacity = new long[hosts];
    Arrays.fill(capacity, WHOLE);
    return new ProcessorSharing(
        simulation, simulation.register("storage-due", this::onStorageDue), capacity, this::stored);
  }

  private static boolean usesStorage(ServiceModel service) {
    return usesStorage(service.instance().runtime().shutdown().uses())
        || service.instance().runtime().start().stream()
            .map(StartStage::uses)
            .anyMatch(HostWork::usesStorage);
  }

  private static boolean usesStorage(@Nullable HostUse use) {
    return use != null && use.kind() == HostUse.Kind.STORAGE;
  }

  /** Connects who is told of every instance whose work is done; once, before the run. */
  public void connect(IntConsumer listener) {
    this.over = listener;
  }

  /** An instance that serves nobody computes so long on one core. */
  public void compute(int instance, int host, long nanos) {
    cpu.attach(instance, host, WHOLE);
    cpu.enter(instance, FIRST + instance, nanos);
  }

  /** An instance reads or writes what takes its host's storage so long when idle. */
  public void store(int instance, int host, long nanos) {
    ProcessorSharing devices = Objects.requireNonNull(storage);
    devices.attach(instance, host, WHOLE);
    devices.enter(instance, instance, nanos);
  }

  /** An instance computes no more. */
  public void stopComputing(int instance) {
    cpu.detach(instance);
  }

  /** An instance reads and writes no more. */
  public void stopStoring(int instance) {
    Objects.requireNonNull(storage).detach(instance);
  }

  /** Whether what had its CPU is an instance on its way. */
  static boolean isInstance(int row) {
    return row < END;
  }

  /** An instance on its way has had its CPU. */
  void onComputed(int row) {
    int instance = row - FIRST;
    cpu.detach(instance);
    over.accept(instance);
  }

  private void stored(int instance) {
    Objects.requireNonNull(storage).detach(instance);
    over.accept(instance);
  }

  private void onStorageDue(int host) {
    Objects.requireNonNull(storage).onDue(host);
  }
}
