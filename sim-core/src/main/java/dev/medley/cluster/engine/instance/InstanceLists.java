package dev.medley.cluster.engine.instance;

import dev.medley.check.SimulationFault;
import java.util.Arrays;

/**
 * One list of instances per service, in order of creation; adding and removing are O(1).
 *
 * <p>Linked through arrays by row of the instance table: rows are created in order, so appending
 * keeps the order.
 */
public final class InstanceLists {
  /** No instance. */
  public static final int NONE = -1;

  private static final int ABSENT = -2;

  private final int[] first;
  private final int[] last;
  private final int[] size;
  private int[] next = new int[0];
  private int[] previous = new int[0];
  private int total;

  InstanceLists(int services) {
    first = new int[services];
    last = new int[services];
    size = new int[services];
    Arrays.fill(first, NONE);
    Arrays.fill(last, NONE);
  }

  /** The oldest instance in the list of a service, or {@link #NONE}. */
  public int first(int service) {
    return first[service];
  }

  /** The youngest instance in the list of a service, or {@link #NONE}. */
  public int last(int service) {
    return last[service];
  }

  /** The next younger instance in the same list, or {@link #NONE}. */
  public int next(int instance) {
    return next[instance];
  }

  /** The next older instance in the same list, or {@link #NONE}. */
  public int previous(int instance) {
    return previous[instance];
  }

  /** Number of instances in the list of a service. */
  public int size(int service) {
    return size[service];
  }

  /** Whether an instance is in a list. */
  boolean contains(int instance) {
    return instance < next.length && next[instance] != ABSENT;
  }

  /** Number of instances in all lists. */
  public int total() {
    return total;
  }

  void append(int service, int instance) {
    if (instance >= next.length) {
      int old = next.length;
      int capacity = Math.max(instance + 1, Math.max(64, old * 2));
      next = Arrays.copyOf(next, capacity);
      previous = Arrays.copyOf(previous, capacity);
      Arrays.fill(next, old, capacity, ABSENT);
    }
    int before = last[service];
    previous[instance] = before;
    next[instance] = NONE;
    if (before == NONE) {
      first[service] = instance;
    } else {
      next[before] = instance;
    }
    last[service] = instance;
    size[service]++;
    total++;
  }

  void remove(int service, int instance) {
    if (instance >= next.length || next[instance] == ABSENT) {
      throw new SimulationFault("instance " + instance + " is in no list");
    }
    int before = previous[instance];
    int after = next[instance];
    if (before == NONE) {
      first[service] = after;
    } else {
      next[before] = after;
    }
    if (after == NONE) {
      last[service] = before;
    } else {
      previous[after] = before;
    }
    next[instance] = ABSENT;
    size[service]--;
    total--;
  }
}
