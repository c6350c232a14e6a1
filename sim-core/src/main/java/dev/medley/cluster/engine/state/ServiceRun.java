package dev.medley.cluster.engine.state;

import dev.medley.cluster.instance.Snapshot;
import dev.medley.cluster.workload.ArrivalProcess;
import dev.medley.cluster.workload.Jobs;
import dev.medley.distribution.Draws;
import dev.medley.random.StreamTree;
import org.jspecify.annotations.Nullable;

/**
 * One service in one replication: its streams, endpoints and statistics.
 *
 * <p>Arrivals, CPU demands and start-up draws come from streams of their own, in the order of
 * arrival and of creation, so that two policies under comparison see the same ones.
 */
public final class ServiceRun {
  /** Index in the model. */
  public final int index;

  /** What it is. */
  public final ServiceModel model;

  /** Ready instances. */
  public final Endpoints endpoints;

  /** What is measured. */
  public final ServiceStatistics statistics;

  /** What is measured of batch jobs, or null for none. */
  public final @Nullable JobStatistics jobs;

  /** Arrivals, or null for none. */
  public final @Nullable ArrivalProcess arrivals;

  /** Requests by deadline. */
  public final DeadlineQueue deadlines = new DeadlineQueue();

  /** Transfer time of a request's bytes over the instance's path, nanoseconds. */
  public final long requestTransferNanos;

  /** Transfer time of a response's bytes over the instance's path, nanoseconds. */
  public final long responseTransferNanos;

  /** Bytes to an instance and back. */
  public final long requestBytes;

  /** Bytes back. */
  public final long responseBytes;

  /** Whether requests pass the host's gateway. */
  public final boolean throughGateway;

  /** Storage calls of a request. */
  public final int calls;

  /** Least time between two storage calls of an instance. */
  public final long storageSpacingNanos;

  /** Requests in service at once on an instance. */
  public final int concurrency;

  /** Whether requests wait at the gateway for a free slot; only then do endpoints have one. */
  public final boolean holdsRequests;

  /** CPU demand of the first requests after a restore, by that of others. */
  public final double restoredFactor;

  /** Requests that wait at most on an instance. */
  public final int queueCapacity;

  /** Replicas asked for. */
  public int replicas;

  /** The version of instances that are created from now on. */
  public int revision;

  /** Decides which instances there are, or null: as many as asked for, of one version. */
  public @Nullable ReplicaController controller;

  private final Draws work;
  private final Draws network;
  private final Draws storage;

  /**
   * Prepares one service of a replication.
   *
   * @param links shared by all services of the replication
   */
  public ServiceRun(
      int index, ServiceModel model, StreamTree streams, EndpointLinks links, long warmupNanos) {
    this.index = index;
    this.model = model;
    StreamTree own = streams.child("service/" + model.name());
    this.endpoints = Endpoints.of(model.balancer(), links, own.stream("balancer"));
    this.statistics = new ServiceStatistics(warmupNanos, model.initialReplicas());
    this.arrivals = ArrivalProcess.of(model.arrivals(), model.counts(), own.stream("arrivals"));
    Jobs batch = model.jobs();
    this.jobs = batch == null ? null : new JobStatistics(batch.at().toNanos());
    var profile = model.instance().runtime();
    double slowdown = 1 / (1 - profile.cpuLoss().value());
    this.work = new Draws(model.demand().cpu(), own.stream("demand/cpu"), slowdown);
    this.network = new Draws(profile.network().latency(), own.stream("network"));
    this.storage = new Draws(profile.storage().latency(), own.stream("storage"));
    this.requestBytes = model.demand().network().request().bytes();
    this.responseBytes = model.demand().network().response().bytes();
    this.requestTransferNanos = profile.network().throughput().transferNanos(requestBytes);
    this.responseTransferNanos = profile.network().throughput().transferNanos(responseBytes);
    this.throughGateway = profile.network().gateway();
    this.calls = model.demand().storage().calls();
    this.storageSpacingNanos = profile.storage().spacingNanos();
    this.concurrency = model.instance().concurrency();
    this.queueCapacity = model.instance().queueCapacity();
    this.replicas = model.initialReplicas();
    Snapshot snapshot = model.provisioning().snapshot();
    this.restoredFactor = snapshot == null ? 1 : 1 + snapshot.slowdown();
    this.holdsRequests = model.provisioning().activation() != null;
  }

  /** CPU work of the next request on this runtime, nanoseconds of one core. */
  public long nextWorkNanos() {
    return work.nextNanos();
  }

  /** Latency of one hop of a request, nanoseconds. */
  public long nextRequestHopNanos() {
    return network.nextNanos() + requestTransferNanos;
  }

  /** Latency of one hop of a response, nanoseconds. */
  public long nextResponseHopNanos() {
    return network.nextNanos() + responseTransferNanos;
  }

  /** Latency of one storage call, nanoseconds. */
  public long nextStorageNanos() {
    return storage.nextNanos();
  }
}
