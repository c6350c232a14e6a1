package dev.medley.cluster.scaling;

/**
 * A controller that is also asked at the instant a request has to wait for an instance, and that
 * lets instances expire which have had nothing to do for a while.
 */
public interface DemandController extends Controller {
  /**
   * Replicas wanted while requests wait. All ready instances are full then. The engine asks for no
   * fewer than before and no more than the service's maximum.
   *
   * @param waiting requests that wait at the gateway, at least 1
   * @param ready instances that serve
   * @param concurrency requests that an instance serves at once
   */
  int replicasFor(int waiting, int ready, int concurrency);

  /** How long an instance without requests is kept, nanoseconds. */
  long keepAliveNanos();
}
