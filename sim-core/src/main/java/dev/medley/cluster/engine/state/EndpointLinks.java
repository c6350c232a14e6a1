package dev.medley.cluster.engine.state;

import java.util.Arrays;

/**
 * Where every instance stands among the endpoints of its service: one table for all services, as an
 * instance belongs to one.
 *
 * <p>12 bytes per instance, however many services there are. Grows by doubling.
 */
public final class EndpointLinks {
  int[] next = new int[64];
  int[] previous = new int[64];

  /** Number of its list or place in its array, or {@link Endpoints#NONE} for no endpoint. */
  int[] place = new int[64];

  /** No instance is an endpoint. */
  public EndpointLinks() {
    Arrays.fill(place, Endpoints.NONE);
  }

  boolean contains(int instance) {
    return instance < place.length && place[instance] != Endpoints.NONE;
  }

  void ensure(int instance) {
    int old = place.length;
    if (instance >= old) {
      int size = Math.max(instance + 1, old * 2);
      next = Arrays.copyOf(next, size);
      previous = Arrays.copyOf(previous, size);
      place = Arrays.copyOf(place, size);
      Arrays.fill(place, old, size, Endpoints.NONE);
    }
  }

  /** Puts an instance behind another one, or at the head of a list. */
  void append(int instance, int behind) {
    previous[instance] = behind;
    next[instance] = Endpoints.NONE;
    if (behind != Endpoints.NONE) {
      next[behind] = instance;
    }
  }

  /** Joins the neighbours of an instance. */
  void unlink(int instance) {
    int before = previous[instance];
    int after = next[instance];
    if (before != Endpoints.NONE) {
      next[before] = after;
    }
    if (after != Endpoints.NONE) {
      previous[after] = before;
    }
  }
}
