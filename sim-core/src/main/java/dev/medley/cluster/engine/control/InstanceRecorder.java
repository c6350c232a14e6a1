package dev.medley.cluster.engine.control;

import dev.medley.cluster.engine.instance.InstanceLifecycle;
import dev.medley.cluster.engine.instance.InstanceLists;
import dev.medley.cluster.engine.request.RequestFlow;
import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.cluster.engine.state.ServiceRun;
import dev.medley.kernel.EventType;
import dev.medley.kernel.Simulation;
import java.util.Arrays;
import java.util.List;

/**
 * Records the CPU utilisation of every instance at a regular interval after warm-up.
 *
 * <p>A sample is CPU used since the last one by CPU requested; the first of an instance that became
 * ready meanwhile covers the time since then. What an instance uses after its last sample is not
 * recorded. Kept are the number of samples, mean and maximum, not the samples.
 *
 * <p>Cost: O(instances that are not stopped) per interval, some 20 ns each; 36 bytes per instance
 * that was ever recorded.
 */
public final class InstanceRecorder {
  /** Steps end first, this comes next: before anything else happens at that instant. */
  private static final int EARLY = 1;

  private final Simulation simulation;
  private final ClusterModel model;
  private final List<ServiceRun> services;
  private final InstanceLifecycle lifecycle;
  private final RequestFlow flow;
  private final EventType recorded;

  private double[] baseCoreNanos = new double[0];
  private double[] usedCoreNanos = new double[0];
  private long[] seenNanos = new long[0];
  private double[] busiest = new double[0];
  private int[] samples = new int[0];
  private final double[] serviceUsedCoreNanos;
  private final double[] serviceSeenNanos;
  private final double[] serviceBusiest;

  /** Receives what is known of one instance. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * One instance with at least one sample.
     *
     * @param service index of its service
     * @param instance its row in the instance table
     * @param samples how many
     * @param mean CPU used by CPU requested, over all samples
     * @param busiest the same in the sample where it was greatest
     */
    void visit(int service, int instance, int samples, double mean, double busiest);
  }

  /** Prepares empty records. */
  public InstanceRecorder(
      Simulation simulation,
      ClusterModel model,
      List<ServiceRun> services,
      InstanceLifecycle lifecycle,
      RequestFlow flow) {
    this.simulation = simulation;
    this.model = model;
    this.services = services;
    this.lifecycle = lifecycle;
    this.flow = flow;
    this.recorded = simulation.register("instances-recorded", EARLY, this::onRecorded);
    this.serviceUsedCoreNanos = new double[services.size()];
    this.serviceSeenNanos = new double[services.size()];
    this.serviceBusiest = new double[services.size()];
    Arrays.fill(serviceBusiest, Double.NaN);
  }

  /** Schedules the start of recording at the end of warm-up, if the model asks for it. */
  public void start() {
    if (model.recordNanos() != ClusterModel.NO_RECORD) {
      simulation.postAt(recorded, model.warmupNanos(), 0);
    }
  }

  private void onRecorded(int ignored) {
    long now = simulation.nowNanos();
    boolean begins = now == model.warmupNanos();
    InstanceLists living = lifecycle.living();
    for (ServiceRun service : services) {
      for (int instance = living.first(service.index);
          instance != InstanceLists.NONE;
          instance = living.next(instance)) {
        if (lifecycle.table().state(instance).serves()) {
          record(service, instance, now, begins);
        }
      }
    }
    if (model.durationNanos() - now >= model.recordNanos()) {
      simulation.post(recorded, model.recordNanos(), 0);
    }
  }

  private void record(ServiceRun service, int instance, long now, boolean begins) {
    if (instance >= samples.length) {
      growTo(Math.max(instance + 1, Math.max(64, samples.length * 2)));
    }
    double used = flow.cpu().usedCoreNanos(instance);
    double inWindow = used - baseCoreNanos[instance];
    baseCoreNanos[instance] = used;
    long since = Math.max(now - model.recordNanos(), lifecycle.table().changedNanos(instance));
    if (begins || since >= now) {
      return;
    }
    long window = now - since;
    double requested = service.model.instance().cpuRequestMilli() / 1e3;
    double utilization = inWindow / (window * requested);
    int s = service.index;
    samples[instance]++;
    usedCoreNanos[instance] += inWindow;
    seenNanos[instance] += window;
    busiest[instance] = Math.max(busiest[instance], utilization);
    serviceUsedCoreNanos[s] += inWindow;
    serviceSeenNanos[s] += window;
    serviceBusiest[s] =
        Double.isNaN(serviceBusiest[s]) ? utilization : Math.max(serviceBusiest[s], utilization);
  }

  /** CPU used by CPU requested in all samples of a service's instances; NaN without any. */
  public double utilization(ServiceRun service) {
    double requested = service.model.instance().cpuRequestMilli() / 1e3;
    return serviceUsedCoreNanos[service.index] / (serviceSeenNanos[service.index] * requested);
  }

  /** The same in the greatest sample of any instance; NaN without any. */
  public double busiestUtilization(ServiceRun service) {
    return serviceBusiest[service.index];
  }

  /** Number of instances with at least one sample. */
  public int size() {
    return (int) Arrays.stream(samples).filter(count -> count > 0).count();
  }

  /** Shows every instance with at least one sample, in order of creation. */
  public void visit(Visitor visitor) {
    for (int instance = 0; instance < samples.length; instance++) {
      if (samples[instance] > 0) {
        int service = lifecycle.table().service(instance);
        double requested = services.get(service).model.instance().cpuRequestMilli() / 1e3;
        visitor.visit(
            service,
            instance,
            samples[instance],
            usedCoreNanos[instance] / (seenNanos[instance] * requested),
            busiest[instance]);
      }
    }
  }

  private void growTo(int size) {
    baseCoreNanos = Arrays.copyOf(baseCoreNanos, size);
    usedCoreNanos = Arrays.copyOf(usedCoreNanos, size);
    seenNanos = Arrays.copyOf(seenNanos, size);
    busiest = Arrays.copyOf(busiest, size);
    samples = Arrays.copyOf(samples, size);
  }
}
