package dev.medley.cluster.engine.failure;

import dev.medley.cluster.engine.instance.InstanceRecovery;
import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.kernel.Simulation;

/**
 * Which hosts are down, for how many reasons at once, and for how long they were; after warm-up.
 *
 * <p>Several causes may take down a host at the same time; it is back when the last one is over.
 */
public final class HostStates {
  private final Simulation simulation;
  private final ClusterModel model;
  private final InstanceRecovery recovery;
  private final NodeLifecycle control;
  private final int[] causes;
  private final long[] downSinceNanos;
  private final long[] failuresOfGroup;
  private final double[] downNanosOfGroup;
  private final int[] hostsOfGroup;

  HostStates(
      Simulation simulation, ClusterModel model, InstanceRecovery recovery, NodeLifecycle control) {
    this.simulation = simulation;
    this.model = model;
    this.recovery = recovery;
    this.control = control;
    int hosts = model.hosts().size();
    causes = new int[hosts];
    downSinceNanos = new long[hosts];
    int groups = model.groups().size();
    failuresOfGroup = new long[groups];
    downNanosOfGroup = new double[groups];
    hostsOfGroup = new int[groups];
    model.hosts().forEach(host -> hostsOfGroup[host.group()]++);
  }

  /** One more cause takes a host down. */
  void down(int host) {
    if (causes[host]++ > 0) {
      return;
    }
    long now = simulation.nowNanos();
    downSinceNanos[host] = now;
    if (now >= model.warmupNanos()) {
      failuresOfGroup[group(host)]++;
    }
    recovery.hostDown(host);
    control.silent(host);
  }

  /** One cause is over. */
  void up(int host) {
    if (--causes[host] > 0) {
      return;
    }
    downNanosOfGroup[group(host)] += downNanos(host);
    control.heard(host);
    recovery.hostUp(host);
  }

  /** Times that a host of a group went down. */
  public long failures(int group) {
    return failuresOfGroup[group];
  }

  /** Time that the hosts of a group were down, added up, nanoseconds. */
  public double downNanosOf(int group) {
    double sum = downNanosOfGroup[group];
    for (int host = 0; host < causes.length; host++) {
      if (causes[host] > 0 && group(host) == group) {
        sum += downNanos(host);
      }
    }
    return sum;
  }

  /** Share of the measured time in which the hosts of a group were up, mean over hosts. */
  public double availability(int group) {
    double measured = (double) hostsOfGroup[group] * (simulation.nowNanos() - model.warmupNanos());
    return 1 - downNanosOf(group) / measured;
  }

  private double downNanos(int host) {
    long from = Math.max(downSinceNanos[host], model.warmupNanos());
    return Math.max(0, simulation.nowNanos() - from);
  }

  private int group(int host) {
    return model.hosts().get(host).group();
  }
}
