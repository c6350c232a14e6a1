package dev.medley.cluster.engine.control;

import dev.medley.cluster.engine.request.RequestFlow;
import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.cluster.engine.state.JobStatistics;
import dev.medley.cluster.engine.state.ServiceRun;
import dev.medley.cluster.engine.state.ServiceStatistics;
import dev.medley.cluster.engine.state.StepObjective;
import dev.medley.cluster.host.HostSpec;
import dev.medley.kernel.EventType;
import dev.medley.kernel.Simulation;
import dev.medley.stat.LatencyHistogram;
import java.util.Arrays;
import java.util.List;

/**
 * Records figures over time on the model's grid, and what must be known at the end of warm-up.
 *
 * <p>Steps end before anything else happens at that instant.
 */
public final class StepRecorder {
  private static final int BEFORE_ALL = 0;
  private static final double NANOS_PER_SECOND = 1e9;

  private final Simulation simulation;
  private final ClusterModel model;
  private final List<ServiceRun> services;
  private final RequestFlow flow;
  private final EventType stepEnded;
  private final EventType warmupEnded;
  private final int groups;
  private final int[] groupOf;
  private final long[] groupCores;
  private final double[] groupNetworkCores;
  private final int[] groupHosts;
  private final int[] groupCards;

  private final double[][] rate;
  private final double[][] rejected;
  private final double[][] timedOut;
  private final double[][] desired;
  private final double[][] ready;
  private final double[][] latency99;
  private final double[][] jobsWaiting;
  private final double[][] jobsRunning;
  private final double[][] utilization;
  private final double[] overallUtilization;
  // what the step in which warm-up ends had gathered before its levels started anew
  private final double[] carriedDesired;
  private final double[] carriedReady;
  private final double[] lastDesired;
  private final double[] lastReady;
  private final double[] lastJobsWaiting;
  private final double[] lastJobsRunning;
  private double[] lastUsed;
  private double[] warmUsed;
  private double[] warmBusy;
  private final double[] warmInstanceNanos;
  private final LatencyHistogram allLatency = new LatencyHistogram();
  private final long[] violationNanos;
  private int step;
  private long stepBeganNanos;

  /** Prepares empty records. */
  public StepRecorder(
      Simulation simulation, ClusterModel model, List<ServiceRun> services, RequestFlow flow) {
    this.simulation = simulation;
    this.model = model;
    this.services = services;
    this.flow = flow;
    this.stepEnded = simulation.register("step-ended", BEFORE_ALL, this::onStepEnded);
    this.warmupEnded = simulation.register("warmup-ended", BEFORE_ALL, this::onWarmupEnded);
    int steps = model.steps();
    int n = services.size();
    rate = empty(n, steps);
    rejected = empty(n, steps);
    timedOut = empty(n, steps);
    desired = empty(n, steps);
    ready = empty(n, steps);
    latency99 = empty(n, steps);
    jobsWaiting = new double[n][];
    jobsRunning = new double[n][];
    for (ServiceRun service : services) {
      int columns = service.jobs == null ? 0 : steps;
      jobsWaiting[service.index] = new double[columns];
      jobsRunning[service.index] = new double[columns];
    }
    lastJobsWaiting = new double[n];
    lastJobsRunning = new double[n];
    carriedDesired = new double[n];
    carriedReady = new double[n];
    lastDesired = new double[n];
    lastReady = new double[n];
    warmInstanceNanos = new double[n];
    groups = model.groups().size();
    utilization = empty(groups, steps);
    overallUtilization = new double[steps];
    lastUsed = new double[groups];
    warmUsed = new double[groups];
    warmBusy = new double[groups];
    groupCores = new long[groups];
    groupNetworkCores = new double[groups];
    groupHosts = new int[groups];
    groupCards = new int[groups];
    violationNanos = new long[model.objectives().size()];
    groupOf = new int[model.hosts().size()];
    for (int h = 0; h < groupOf.length; h++) {
      HostSpec host = model.hosts().get(h);
      int cores = host.type().cores();
      groupOf[h] = host.group();
      groupHosts[host.group()]++;
      groupCards[host.group()] += host.card() == null ? 0 : 1;
      groupCores[host.group()] += cores;
      groupNetworkCores[host.group()] += cores * host.type().networkShare(host.card());
    }
  }

  private static double[][] empty(int columns, int steps) {
    double[][] values = new double[columns][steps];
    for (double[] column : values) {
      Arrays.fill(column, Double.NaN);
    }
    return values;
  }

  /** Schedules the first step's end and the end of warm-up. */
  public void start() {
    simulation.postAt(warmupEnded, model.warmupNanos(), 0);
    scheduleStep();
  }

  private void scheduleStep() {
    long end = Math.min(model.durationNanos(), (step + 1) * model.stepNanos());
    if (step < model.steps()) {
      simulation.postAt(stepEnded, end, 0);
    }
  }

  private void onWarmupEnded(int ignored) {
    long now = simulation.nowNanos();
    for (ServiceRun service : services) {
      int s = service.index;
      ServiceStatistics statistics = service.statistics;
      carriedDesired[s] = statistics.desired.integralUntil(now) - lastDesired[s];
      carriedReady[s] = statistics.ready.integralUntil(now) - lastReady[s];
      statistics.desired.restart(now);
      statistics.ready.restart(now);
      statistics.unscheduled.restart(now);
      statistics.warm.restart(now);
      lastDesired[s] = 0;
      lastReady[s] = 0;
      warmInstanceNanos[s] = statistics.instances.integralUntil(now);
    }
    warmUsed = used();
    warmBusy = busy();
  }

  private void onStepEnded(int ignored) {
    long now = simulation.nowNanos();
    double length = now - stepBeganNanos;
    boolean measured = stepBeganNanos >= model.warmupNanos();
    for (ServiceRun service : services) {
      recordService(service, now, length);
    }
    double cores = 0;
    double busyCores = 0;
    double[] used = used();
    for (int g = 0; g < groups; g++) {
      double inUse = (used[g] - lastUsed[g]) / length + groupNetworkCores[g];
      utilization[g][step] = inUse / groupCores[g];
      cores += groupCores[g];
      busyCores += inUse;
    }
    lastUsed = used;
    overallUtilization[step] = busyCores / cores;
    if (measured) {
      judge((long) length);
    }
    for (ServiceRun service : services) {
      service.statistics.endStep();
    }
    step++;
    stepBeganNanos = now;
    scheduleStep();
  }

  private void recordService(ServiceRun service, long now, double length) {
    int s = service.index;
    ServiceStatistics statistics = service.statistics;
    double seconds = length / NANOS_PER_SECOND;
    rate[s][step] = statistics.stepArrived() / seconds;
    rejected[s][step] = statistics.stepRejected() / seconds;
    timedOut[s][step] = statistics.stepTimedOut() / seconds;
    double desiredIntegral = statistics.desired.integralUntil(now);
    double readyIntegral = statistics.ready.integralUntil(now);
    desired[s][step] = (carriedDesired[s] + desiredIntegral - lastDesired[s]) / length;
    ready[s][step] = (carriedReady[s] + readyIntegral - lastReady[s]) / length;
    carriedDesired[s] = 0;
    carriedReady[s] = 0;
    lastDesired[s] = desiredIntegral;
    lastReady[s] = readyIntegral;
    if (statistics.stepLatency.count() > 0) {
      latency99[s][step] = statistics.stepLatency.quantileNanos(0.99) / NANOS_PER_SECOND;
    }
    JobStatistics jobs = service.jobs;
    if (jobs != null) {
      double waiting = jobs.waiting.integralUntil(now);
      double running = jobs.running.integralUntil(now);
      jobsWaiting[s][step] = (waiting - lastJobsWaiting[s]) / length;
      jobsRunning[s][step] = (running - lastJobsRunning[s]) / length;
      lastJobsWaiting[s] = waiting;
      lastJobsRunning[s] = running;
    }
  }

  private void judge(long lengthNanos) {
    for (int o = 0; o < violationNanos.length; o++) {
      if (violated(model.objectives().get(o))) {
        violationNanos[o] += lengthNanos;
      }
    }
  }

  private boolean violated(StepObjective objective) {
    if (objective.kind() == StepObjective.Kind.LATENCY) {
      LatencyHistogram histogram = stepLatency(objective.service());
      return histogram.count() > 0
          && histogram.quantileNanos(objective.quantile()) / NANOS_PER_SECOND > objective.limit();
    }
    long arrivals = 0;
    long bad = 0;
    for (ServiceRun service : services) {
      if (objective.service() == StepObjective.ALL || objective.service() == service.index) {
        ServiceStatistics statistics = service.statistics;
        arrivals += statistics.stepArrived();
        bad +=
            switch (objective.kind()) {
              case REJECTED_RATIO -> statistics.stepRejected();
              case TIMEOUT_RATIO -> statistics.stepTimedOut();
              case FAILED_RATIO ->
                  statistics.stepRejected() + statistics.stepTimedOut() + statistics.stepLost();
              case LATENCY -> 0;
            };
      }
    }
    return bad > objective.limit() * arrivals;
  }

  private LatencyHistogram stepLatency(int service) {
    if (service != StepObjective.ALL) {
      return services.get(service).statistics.stepLatency;
    }
    allLatency.reset();
    for (ServiceRun one : services) {
      allLatency.merge(one.statistics.stepLatency);
    }
    return allLatency;
  }

  /** CPU time that the hosts of each group have used so far, core-nanoseconds. */
  private double[] used() {
    double[] used = new double[groups];
    for (int h = 0; h < groupOf.length; h++) {
      used[groupOf[h]] += flow.cpu().hostUsedCoreNanos(h);
    }
    return used;
  }

  /** Time that the gateways on the cards of each group have been busy so far, nanoseconds. */
  private double[] busy() {
    double[] busy = new double[groups];
    for (int h = 0; h < model.hosts().size(); h++) {
      if (model.hosts().get(h).card() != null) {
        busy[model.hosts().get(h).group()] += flow.gateways().busyNanos(h);
      }
    }
    return busy;
  }

  /** Share of a group's cores that network functions take. */
  public double networkShare(int group) {
    return groupNetworkCores[group] / groupCores[group];
  }

  /** CPU in use on a group's hosts after warm-up, mean over time; network functions included. */
  public double utilization(int group) {
    return inUseCores(group) / groupCores[group];
  }

  /** CPU in use on all hosts after warm-up, mean over time; network functions included. */
  public double utilization() {
    double inUse = 0;
    double cores = 0;
    for (int g = 0; g < groups; g++) {
      inUse += inUseCores(g);
      cores += groupCores[g];
    }
    return inUse / cores;
  }

  /** The same in the busiest step after warm-up, of one group; NaN without a whole step. */
  public double busiestUtilization(int group) {
    return busiest(utilization[group]);
  }

  /** The same in the busiest step after warm-up, of all hosts. */
  public double busiestUtilization() {
    return busiest(overallUtilization);
  }

  /** Busy time of the gateways on the cards of a group after warm-up, or NaN without cards. */
  public double offloadUtilization(int group) {
    return groupCards[group] == 0
        ? Double.NaN
        : (busy()[group] - warmBusy[group]) / (groupCards[group] * measuredNanos());
  }

  /** Instance-nanoseconds of a service after warm-up, from placed to stopped. */
  public double instanceNanos(ServiceRun service) {
    return service.statistics.instances.integralUntil(simulation.nowNanos())
        - warmInstanceNanos[service.index];
  }

  /** Time in which an objective was violated, nanoseconds. */
  public long violationNanos(int objective) {
    return violationNanos[objective];
  }

  /** Hands every column over, in a fixed order. */
  public void columns(ColumnVisitor visitor) {
    for (ServiceRun service : services) {
      int s = service.index;
      String label = "{service=" + service.model.name() + "}";
      visitor.column("request.rate" + label, "1/s", rate[s]);
      visitor.column("request.rejected" + label, "1/s", rejected[s]);
      visitor.column("request.timeout" + label, "1/s", timedOut[s]);
      visitor.column("replicas.desired" + label, "1", desired[s]);
      visitor.column("replicas.ready" + label, "1", ready[s]);
      visitor.column("request.latency" + label + ".p99", "s", latency99[s]);
      if (service.jobs != null) {
        visitor.column("job.waiting" + label, "1", jobsWaiting[s]);
        visitor.column("job.running" + label, "1", jobsRunning[s]);
      }
    }
    for (int g = 0; g < groups; g++) {
      visitor.column(
          "host.cpu.utilization{group=" + model.groups().get(g) + "}", "ratio", utilization[g]);
    }
  }

  /** Receives one column of figures over time. */
  @FunctionalInterface
  public interface ColumnVisitor {
    /** One value per step; NaN where there is none. */
    void column(String name, String unit, double[] values);
  }

  /** After the run: the last step has ended with it. */
  private double inUseCores(int group) {
    return (lastUsed[group] - warmUsed[group]) / measuredNanos() + groupNetworkCores[group];
  }

  private double measuredNanos() {
    return model.durationNanos() - model.warmupNanos();
  }

  private double busiest(double[] values) {
    double most = Double.NaN;
    for (int k = 0; k < step; k++) {
      if (k * model.stepNanos() >= model.warmupNanos()) {
        most = Double.isNaN(most) ? values[k] : Math.max(most, values[k]);
      }
    }
    return most;
  }
}
