package dev.medley.cluster.engine;

import dev.medley.check.SimulationFault;
import dev.medley.cluster.engine.request.RequestFlow;
import dev.medley.cluster.engine.state.JobStatistics;
import dev.medley.cluster.engine.state.ServiceRun;
import dev.medley.cluster.engine.state.ServiceStatistics;
import java.util.Arrays;
import java.util.List;

/** Nothing gets lost: all requests and jobs that came are somewhere, between any two events. */
final class Conservation {
  private final List<ServiceRun> services;
  private final RequestFlow flow;
  private final long warmupNanos;
  private final long[] waiting;

  Conservation(List<ServiceRun> services, RequestFlow flow, long warmupNanos) {
    this.services = services;
    this.flow = flow;
    this.warmupNanos = warmupNanos;
    this.waiting = new long[services.size()];
  }

  /** Requests of each service that arrived after warm-up and are under way; counted anew. */
  long[] waiting() {
    count();
    return waiting;
  }

  /**
   * Looks at all services.
   *
   * @return rows looked at
   * @throws SimulationFault when arrivals are not the sum of what became of them
   */
  int check() {
    int rows = count();
    for (int s = 0; s < services.size(); s++) {
      checkJobs(services.get(s));
      checkRequests(services.get(s));
    }
    return rows + services.size();
  }

  private int count() {
    Arrays.fill(waiting, 0);
    return flow.addWaiting(warmupNanos, waiting);
  }

  private static void checkJobs(ServiceRun service) {
    JobStatistics jobs = service.jobs;
    if (jobs != null && jobs.unfinished() != jobs.waiting.value() + jobs.running.value()) {
      throw new SimulationFault(
          "jobs of "
              + service.model.name()
              + " are not conserved: "
              + jobs.unfinished()
              + " unfinished, "
              + jobs.waiting.value()
              + " wait, "
              + jobs.running.value()
              + " compute");
    }
  }

  private void checkRequests(ServiceRun service) {
    ServiceStatistics counts = service.statistics;
    long inFlight = waiting[service.index];
    long ended = counts.completed() + counts.rejected() + counts.timedOut() + counts.lost();
    if (counts.arrived() != ended + inFlight) {
      throw new SimulationFault(
          "requests of "
              + service.model.name()
              + " are not conserved: "
              + counts.arrived()
              + " arrived, "
              + counts.completed()
              + " completed, "
              + counts.rejected()
              + " rejected, "
              + counts.timedOut()
              + " timed out, "
              + counts.lost()
              + " lost, "
              + inFlight
              + " in flight");
    }
  }
}
