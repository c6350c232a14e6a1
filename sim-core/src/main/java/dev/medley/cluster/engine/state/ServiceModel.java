package dev.medley.cluster.engine.state;

import dev.medley.cluster.instance.DisruptionBudget;
import dev.medley.cluster.instance.InstanceSpec;
import dev.medley.cluster.instance.MigrationSpec;
import dev.medley.cluster.instance.RollingUpdate;
import dev.medley.cluster.scaling.AutoscalerPolicy;
import dev.medley.cluster.workload.Arrivals;
import dev.medley.cluster.workload.Balancer;
import dev.medley.cluster.workload.CountSeries;
import dev.medley.cluster.workload.Demand;
import dev.medley.cluster.workload.Jobs;
import dev.medley.cluster.workload.Starts;
import org.jspecify.annotations.Nullable;

/**
 * One service: its instances, its requests, its scaling.
 *
 * @param name name
 * @param instance what each instance is
 * @param demand what each request asks for
 * @param arrivals how requests arrive, or null for none
 * @param counts the file's content where arrivals are counts
 * @param jobs batch jobs, or null for none; then the balancer is least-connections
 * @param balancer how the gateway chooses an instance
 * @param timeoutNanos after which the client gives up; {@link #NO_TIMEOUT} for never
 * @param policy autoscaler
 * @param initialReplicas instances at time 0, ready
 * @param minReplicas least
 * @param maxReplicas most
 * @param starts starts in a closed loop, or null for none; nobody else then makes instances
 * @param provisioning how instances come to be, beyond their start path
 * @param migration how its instances migrate live, or null: they do not
 * @param disruption what evictions must leave, or null for nothing
 * @param update a rolling update, or null for none
 */
public record ServiceModel(
    String name,
    InstanceSpec instance,
    Demand demand,
    @Nullable Arrivals arrivals,
    @Nullable CountSeries counts,
    @Nullable Jobs jobs,
    Balancer balancer,
    long timeoutNanos,
    AutoscalerPolicy policy,
    int initialReplicas,
    int minReplicas,
    int maxReplicas,
    @Nullable Starts starts,
    Provisioning provisioning,
    @Nullable MigrationSpec migration,
    @Nullable DisruptionBudget disruption,
    @Nullable RollingUpdate update) {
  /** The client waits for ever. */
  public static final long NO_TIMEOUT = Long.MAX_VALUE;

  /** A service whose instances come to be in the plain way, and stay as and where they are. */
  public ServiceModel(
      String name,
      InstanceSpec instance,
      Demand demand,
      @Nullable Arrivals arrivals,
      @Nullable CountSeries counts,
      @Nullable Jobs jobs,
      Balancer balancer,
      long timeoutNanos,
      AutoscalerPolicy policy,
      int initialReplicas,
      int minReplicas,
      int maxReplicas) {
    this(
        name,
        instance,
        demand,
        arrivals,
        counts,
        jobs,
        balancer,
        timeoutNanos,
        policy,
        initialReplicas,
        minReplicas,
        maxReplicas,
        null,
        Provisioning.NONE,
        null,
        null,
        null);
  }

  /** What each instance is once the service is updated. */
  public InstanceSpec updatedInstance() {
    if (update == null) {
      return instance;
    }
    return new InstanceSpec(
        instance.runtimeName(),
        update.startup() == null
            ? instance.runtime()
            : instance.runtime().restartingWith(update.startup()),
        update.image() == null ? instance.image() : update.image(),
        instance.resources(),
        instance.concurrency(),
        instance.queueCapacity(),
        instance.gracePeriodNanos(),
        instance.imageAdmitted(),
        instance.memory(),
        instance.lifeCycle());
  }
}
