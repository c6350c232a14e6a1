package dev.medley.experiment;

import dev.medley.check.Checks;
import dev.medley.check.Default;
import dev.medley.check.Doc;
import dev.medley.check.Range;
import dev.medley.cluster.image.ImageSpec;
import dev.medley.cluster.instance.DisruptionBudget;
import dev.medley.cluster.instance.MemoryUse;
import dev.medley.cluster.instance.MigrationSpec;
import dev.medley.cluster.instance.OwningController;
import dev.medley.cluster.instance.Readiness;
import dev.medley.cluster.instance.Resources;
import dev.medley.cluster.instance.RestartPolicy;
import dev.medley.cluster.instance.RollingUpdate;
import dev.medley.cluster.instance.Snapshot;
import dev.medley.cluster.instance.WarmPool;
import dev.medley.cluster.scaling.AutoscalerPolicy;
import dev.medley.cluster.scaling.FixedPolicy;
import dev.medley.cluster.workload.Activation;
import dev.medley.cluster.workload.Balancer;
import dev.medley.cluster.workload.Demand;
import dev.medley.distribution.DurationLaw;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One service: instances of one runtime behind one balancer.
 *
 * @param runtime name of the runtime
 * @param replicas how many instances
 * @param resources what each asks for
 * @param image what each starts from
 * @param startup what the application itself needs before it is ready, or null
 * @param concurrency requests in service at once
 * @param queue requests that wait at most
 * @param demand what each request asks for
 * @param balancer how the gateway chooses an instance
 * @param timeout after which the client gives up, or null for never
 * @param gracePeriod how long draining may take
 * @param autoscaler changes the number of instances
 * @param needs what it needs of its runtime, or null for nothing
 * @param activation the gateway holds requests and asks for instances, or null
 * @param warmPool instances that have begun beforehand, or null
 * @param snapshot later instances are restored from the first, or null
 * @param readiness instances become endpoints at a probe, or null
 * @param memory what an instance really uses of memory, or null: what it requests
 * @param restartPolicy whether a crashed instance starts again in place
 * @param controller who replaces an instance that is gone
 * @param migration how instances migrate live, or null: they do not
 * @param disruption what evictions must leave, or null for nothing
 * @param update a rolling update, or null for none
 */
@Doc("One service: instances of one runtime behind one balancer")
public record ServiceSpec(
    @Doc(
            "Name of the runtime; `medley runtimes` lists them. auto: chosen among the admissible"
                + " ones by what the service needs, told as a notice")
        String runtime,
    @Doc("How many instances there are") Replicas replicas,
    @Doc("CPU and memory of each instance") Resources resources,
    @Doc("What each instance starts from") @Default("{}") ImageSpec image,
    @Doc(
            "What the application itself needs, after the runtime's start path, until it is ready;"
                + " without it, nothing")
        @Nullable DurationLaw startup,
    @Doc("Requests that an instance serves at once; further ones queue")
        @Range(min = 1, max = 1_000_000)
        @Default("1")
        int concurrency,
    @Doc("Requests that wait at an instance at most; further ones are rejected")
        @Range(min = 0, max = 1_000_000_000)
        @Default("1000")
        int queue,
    @Doc("What each request asks for") Demand demand,
    @Doc("How the gateway chooses an instance") @Default("round-robin") Balancer balancer,
    @Doc("After this the client gives up: the request counts as timed out; without it, never")
        @Range(min = 0.000001, max = 31_536_000)
        @Nullable Duration timeout,
    @Doc("How long a stopping instance may finish what it holds (Kubernetes: 30 s)")
        @Range(min = 0, max = 31_536_000)
        @Default("30s")
        Duration gracePeriod,
    @Doc("Changes the number of instances") @Default("{ type: fixed }") AutoscalerPolicy autoscaler,
    @Doc("What it needs of its runtime; runtimes whose limits it passes are refused")
        @Nullable ServiceNeeds needs,
    @Doc("Requests wait at the gateway for an instance and ask for one; without it, they do not")
        @Nullable Activation activation,
    @Doc("Instances that have begun their start path beforehand; without it, none")
        @Nullable WarmPool warmPool,
    @Doc("Later instances are restored from a snapshot of the first; without it, none is")
        @Nullable Snapshot snapshot,
    @Doc("Instances become endpoints at a probe; without it, as soon as their start path is done")
        @Nullable Readiness readiness,
    @Doc("Memory that an instance really uses; without it, what it requests")
        @Nullable MemoryUse memory,
    @Doc(
            "Whether an instance whose process crashed starts again in place, after the back-off of"
                + " Kubernetes: none, 10 s, 20 s, ... 300 s, forgotten after 10 min of running;"
                + " `on-failure` is like `always`, since every crash is a failure; after `never` its"
                + " controller replaces it")
        @Default("always")
        RestartPolicy restartPolicy,
    @Doc(
            "Who replaces an instance that is gone: `replica-set`, at once and on any host, also after"
                + " eviction from a host that is not ready; `none` for bare pods and machines, which"
                + " wait for their host and start again with it (needs the fixed autoscaler)")
        @Default("replica-set")
        OwningController controller,
    @Doc("How instances migrate live when their host is drained; without it, they are evicted")
        @Nullable MigrationSpec migration,
    @Doc("What evictions must leave of the service; without it, nothing")
        @Nullable DisruptionBudget disruption,
    @Doc("A rolling update to a new version; without it, none") @Nullable RollingUpdate update) {

  /**
   * How many instances.
   *
   * @param initial at time 0, ready
   * @param min least
   * @param max most
   */
  @Doc("How many instances there are")
  public record Replicas(
      @Doc("At time 0, ready at once where a host admits them") @Range(min = 0, max = 10_000_000)
          int initial,
      @Doc("Least number that an autoscaler may ask for; without it, 1 or the initial number")
          @Range(min = 0, max = 10_000_000)
          @Nullable Integer min,
      @Doc("Most that an autoscaler may ask for; without it, the initial number")
          @Range(min = 1, max = 10_000_000)
          @Nullable Integer max) {
    /** Checks every component. */
    public Replicas {
      Checks.of(Replicas.class)
          .with("initial", initial)
          .with("min", min)
          .with("max", max)
          .require(
              min == null || min <= initial,
              "min",
              "must be <= initial " + initial + " (was " + min + ")")
          .require(
              max == null || max >= initial,
              "max",
              "must be >= initial " + initial + " (was " + max + ")")
          .orThrow();
    }

    /** Least number of instances. */
    public int least() {
      return min == null ? Math.min(1, initial) : min;
    }

    /** Most instances. */
    public int most() {
      return max == null ? Math.max(1, initial) : max;
    }
  }

  /** A service without needs of its own, whose instances come to be in the plain way. */
  public ServiceSpec(
      String runtime,
      Replicas replicas,
      Resources resources,
      ImageSpec image,
      @Nullable DurationLaw startup,
      int concurrency,
      int queue,
      Demand demand,
      Balancer balancer,
      @Nullable Duration timeout,
      Duration gracePeriod,
      AutoscalerPolicy autoscaler) {
    this(
        runtime,
        replicas,
        resources,
        image,
        startup,
        concurrency,
        queue,
        demand,
        balancer,
        timeout,
        gracePeriod,
        autoscaler,
        null,
        null,
        null,
        null,
        null,
        null,
        RestartPolicy.ALWAYS,
        OwningController.REPLICA_SET,
        null,
        null,
        null);
  }

  /** Checks every component. */
  public ServiceSpec {
    Checks.of(ServiceSpec.class)
        .with("concurrency", concurrency)
        .with("queue", queue)
        .with("timeout", timeout)
        .with("gracePeriod", gracePeriod)
        .require(
            controller == OwningController.REPLICA_SET || autoscaler instanceof FixedPolicy,
            "controller",
            "must be replica-set where an autoscaler changes the number of instances")
        .require(
            update == null || update.startup() == null || startup != null,
            "update.startup",
            "needs a startup of the service, which it replaces")
        .orThrow();
  }

  /** What it needs of its runtime. */
  public ServiceNeeds needsOrNone() {
    return needs == null ? ServiceNeeds.NONE : needs;
  }

  /** The same service on another runtime. */
  ServiceSpec on(String other) {
    return new ServiceSpec(
        other,
        replicas,
        resources,
        image,
        startup,
        concurrency,
        queue,
        demand,
        balancer,
        timeout,
        gracePeriod,
        autoscaler,
        needs,
        activation,
        warmPool,
        snapshot,
        readiness,
        memory,
        restartPolicy,
        controller,
        migration,
        disruption,
        update);
  }
}
