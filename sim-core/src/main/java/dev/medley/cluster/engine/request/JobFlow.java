package dev.medley.cluster.engine.request;

import dev.medley.cluster.engine.state.Endpoints;
import dev.medley.cluster.engine.state.JobStatistics;
import dev.medley.cluster.engine.state.ServiceRun;
import dev.medley.cluster.workload.Jobs;
import dev.medley.kernel.EventType;
import dev.medley.kernel.Simulation;
import java.util.Arrays;
import java.util.Objects;

/**
 * The way of a batch job: submitted, waiting, computing, done.
 *
 * <p>Jobs wait in their service, not on an instance; whenever an instance has a free slot the next
 * one takes it, on the instance with the fewest. An instance that goes away gives its jobs back:
 * they begin anew, before those that never began. Jobs draw their demand in the order in which they
 * first compute, so that the k-th job is the same under every policy.
 *
 * <p>Cost: O(1) per job besides its CPU; the waiting ones are a number. On the CPU a job is known
 * by the complement of its row, so that it cannot be taken for a request.
 */
final class JobFlow {
  private final Simulation simulation;
  private final ServiceRun[] services;
  private final ProcessorSharing cpu;
  private final InstanceLoads load;
  private final EventType submitted;
  private final JobTable jobs = new JobTable();
  private final Backlog[] backlogs;

  /** The jobs of a service that wait. */
  private static final class Backlog {
    /** Never computed. */
    int fresh;

    /** Work of those that lost their instance, nanoseconds of one core. */
    long[] again = new long[0];

    int againCount;

    boolean isEmpty() {
      return fresh == 0 && againCount == 0;
    }

    void giveBack(long workNanos) {
      if (againCount == again.length) {
        again = Arrays.copyOf(again, Math.max(16, againCount * 2));
      }
      again[againCount++] = workNanos;
    }
  }

  JobFlow(Simulation simulation, ServiceRun[] services, ProcessorSharing cpu, InstanceLoads load) {
    this.simulation = simulation;
    this.services = services;
    this.cpu = cpu;
    this.load = load;
    this.submitted = simulation.register("jobs-submitted", this::onSubmitted);
    this.backlogs = new Backlog[services.length];
    Arrays.setAll(backlogs, service -> new Backlog());
  }

  /** Schedules the submission of every service's jobs. */
  void start() {
    for (ServiceRun service : services) {
      Jobs batch = service.model.jobs();
      if (batch != null) {
        simulation.postAt(submitted, batch.at().toNanos(), service.index);
      }
    }
  }

  /** An instance of a service has become ready. */
  void opened(int service) {
    dispatch(services[service]);
  }

  /** An instance is gone: its jobs wait again. */
  void closed(int instance) {
    int job = jobs.firstOn(instance);
    if (job == JobTable.NONE) {
      return;
    }
    ServiceRun service = services[jobs.service[job]];
    for (; job != JobTable.NONE; job = jobs.firstOn(instance)) {
      backlogs[service.index].giveBack(jobs.workNanos[job]);
      statistics(service).restarted(simulation.nowNanos());
      jobs.release(job);
    }
    dispatch(service);
  }

  /** A job has had its CPU. */
  void onComputed(int job) {
    ServiceRun service = services[jobs.service[job]];
    int instance = jobs.instance[job];
    long now = simulation.nowNanos();
    jobs.release(job);
    statistics(service).completed(now);
    InstanceLoad held = load.of(instance);
    load.disconnect(service, instance, held, now);
    if (!held.closed) {
      dispatch(service);
    }
  }

  private void onSubmitted(int index) {
    ServiceRun service = services[index];
    int count = Objects.requireNonNull(service.model.jobs()).count();
    backlogs[index].fresh += count;
    statistics(service).submitted(count, simulation.nowNanos());
    dispatch(service);
  }

  /** Fills free slots as long as jobs wait. */
  private void dispatch(ServiceRun service) {
    Backlog backlog = backlogs[service.index];
    while (!backlog.isEmpty()) {
      int instance = service.endpoints.pick();
      if (instance == Endpoints.NONE || load.of(instance).connections >= service.concurrency) {
        return;
      }
      compute(service, instance, backlog);
    }
  }

  private void compute(ServiceRun service, int instance, Backlog backlog) {
    long now = simulation.nowNanos();
    long work;
    if (backlog.againCount > 0) {
      work = backlog.again[--backlog.againCount];
      statistics(service).resumed(now);
    } else {
      backlog.fresh--;
      work = service.nextWorkNanos();
      statistics(service).started(now);
    }
    int job = jobs.create(service.index, instance, work);
    InstanceLoad held = load.of(instance);
    held.delivered++;
    service.endpoints.connectionsChanged(instance, held.connect(now));
    if (!held.stranded) {
      cpu.enter(instance, ~job, work);
    }
  }

  private static JobStatistics statistics(ServiceRun service) {
    return Objects.requireNonNull(service.jobs);
  }
}
