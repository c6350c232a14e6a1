package dev.medley.experiment;

import static dev.medley.cluster.engine.ClusterModels.card;
import static dev.medley.cluster.engine.ClusterModels.exponential;
import static dev.medley.cluster.engine.ClusterModels.host;
import static dev.medley.cluster.engine.ClusterModels.model;
import static dev.medley.cluster.engine.ClusterModels.nominalFunctions;
import static dev.medley.cluster.engine.ClusterModels.nominalGateway;
import static dev.medley.cluster.engine.ClusterModels.runtime;
import static dev.medley.cluster.engine.ClusterModels.seconds;
import static dev.medley.cluster.engine.ClusterModels.service;
import static org.assertj.core.api.Assertions.assertThat;

import dev.medley.cluster.engine.ClusterModels.Service;
import dev.medley.cluster.engine.state.Checking;
import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.cluster.workload.Balancer;
import dev.medley.distribution.LogNormal;
import dev.medley.kernel.EventTracer;
import dev.medley.kernel.EventType;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** Requests allocate nothing: neither on the way nor when they queue, time out or are rejected. */
class RequestAllocationTest {
  /**
   * Far less than a byte per request. With the first compiler alone it is 0; the optimising one
   * sometimes puts back an object of 72 bytes, once, when it gives up a compiled method.
   */
  private static final long ONCE_BYTES = 1000;

  private static final com.sun.management.ThreadMXBean THREADS =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  /**
   * Bytes allocated between the first events after two points in time; allocates nothing itself.
   */
  private static final class Watch implements EventTracer {
    private final long thread = Thread.currentThread().getId();
    private final long fromNanos;
    private final long toNanos;
    private long before = -1;
    private long after = -1;
    private long arrivals;

    Watch(long fromNanos, long toNanos) {
      this.fromNanos = fromNanos;
      this.toNanos = toNanos;
      // the first question itself may allocate
      THREADS.getThreadAllocatedBytes(thread);
    }

    @Override
    public void trace(long nowNanos, EventType type, int subject, long payload) {
      if (nowNanos < fromNanos || after >= 0) {
        return;
      }
      if (before < 0) {
        before = THREADS.getThreadAllocatedBytes(thread);
      } else if (nowNanos >= toNanos) {
        after = THREADS.getThreadAllocatedBytes(thread);
      } else if (type.name().equals("request-arrived")) {
        arrivals++;
      }
    }
  }

  private static Service busy(String name, Balancer balancer) {
    return service(name)
        .runtime(
            runtime()
                .hop(exponential(0.0001))
                .storage(LogNormal.ofMeanCv(seconds(0.0002), 0.5), 50_000)
                .throughGateway())
        .cpu(LogNormal.ofMeanCv(seconds(0.010), 1))
        .calls(2)
        .bytes(500, 4000)
        .replicas(10)
        .concurrency(2)
        .queue(8)
        .timeout(0.08)
        .balancer(balancer)
        .rate(900);
  }

  @Test
  void aMillionRequestsAllocateNothing() {
    // no decision, sample or step falls into the window: those of the control plane may allocate
    double seconds = 460;
    ClusterModel model =
        model(seconds(seconds))
            .step(seconds)
            .control(86_400, 86_400, 86_400)
            .hosts(2, host("carded", 10, nominalFunctions(), nominalGateway()), card())
            .hosts(2, host("plain", 20, nominalFunctions(), nominalGateway()), null)
            .service(busy("a", Balancer.RANDOM))
            .service(busy("b", Balancer.ROUND_ROBIN))
            .service(busy("c", Balancer.LEAST_CONNECTIONS))
            .build();
    Watch watch = new Watch(60_000_000_000L, 450_000_000_000L);
    Outcome outcome = Replication.run(model, 2, 0, watch, Checking.OFF);
    assertThat(Runs.figure(outcome, "request.timeout")).isGreaterThan(1000);
    assertThat(Runs.figure(outcome, "request.rejected")).isGreaterThan(1000);
    assertThat(watch.arrivals).isGreaterThan(1_000_000);
    assertThat(watch.after - watch.before).isLessThan(ONCE_BYTES);
  }

  /** A long timeout does not keep finished requests: the run fits in little memory. */
  @Test
  void memoryDoesNotGrowWithTheTimeout() {
    for (double timeout : new double[] {1, 3600}) {
      ClusterModel model =
          model(seconds(400))
              .step(400)
              .control(86_400, 86_400, 86_400)
              .host(host(4))
              .service(
                  service("a")
                      .rate(1000)
                      .cpu(exponential(0.001))
                      .limit(4000)
                      .concurrency(100)
                      .timeout(timeout))
              .build();
      Watch watch = new Watch(50_000_000_000L, 390_000_000_000L);
      Replication.run(model, 2, 0, watch, Checking.OFF);
      assertThat(watch.arrivals).isGreaterThan(300_000);
      assertThat(watch.after - watch.before).as("timeout %s s", timeout).isLessThan(100_000);
    }
  }

  /** Four histograms of 280 KiB each would be more than a gigabyte. */
  @Test
  void aThousandIdleServicesTakeLittleMemory() {
    var builder = model(seconds(600)).host(host(1000));
    for (int i = 0; i < 1000; i++) {
      builder.service(service("idle-" + i));
    }
    ClusterModel model = builder.build();
    long thread = Thread.currentThread().getId();
    long before = THREADS.getThreadAllocatedBytes(thread);
    Outcome outcome = Replication.run(model, 1, 0);
    long allocated = THREADS.getThreadAllocatedBytes(thread) - before;
    assertThat(outcome.histograms()).hasSizeGreaterThan(3000);
    assertThat(allocated).isLessThan(100L << 20);
  }
}
