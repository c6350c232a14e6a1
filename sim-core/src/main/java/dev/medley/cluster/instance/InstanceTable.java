package dev.medley.cluster.instance;

import dev.medley.check.SimulationFault;
import java.util.Arrays;
import java.util.List;

/**
 * All instances of a run, one row each; rows are never reused, so a row number names an instance.
 */
public final class InstanceTable {
  /** Not placed on a host. */
  public static final int NO_HOST = -1;

  private final List<InstanceKind> kinds;
  private InstanceState[] state = new InstanceState[64];
  private LifeCycleState[] ofKind = new LifeCycleState[64];
  private int[] service = new int[64];
  private int[] ordinal = new int[64];
  private int[] host = new int[64];
  private int[] revision = new int[64];
  private long[] createdNanos = new long[64];
  private long[] changedNanos = new long[64];
  private int size;
  private long transitions;

  /** No instances yet; those of every service are pods. */
  public InstanceTable() {
    this(List.of());
  }

  /**
   * No instances yet.
   *
   * @param kinds of the instances of each service, by index; pods where there is none
   */
  public InstanceTable(List<InstanceKind> kinds) {
    this.kinds = List.copyOf(kinds);
  }

  /** Adds a pending instance and returns its row. */
  public int create(int ofService, int ordinalInService, long nowNanos) {
    if (size == state.length) {
      int capacity = size * 2;
      state = Arrays.copyOf(state, capacity);
      ofKind = Arrays.copyOf(ofKind, capacity);
      service = Arrays.copyOf(service, capacity);
      ordinal = Arrays.copyOf(ordinal, capacity);
      host = Arrays.copyOf(host, capacity);
      revision = Arrays.copyOf(revision, capacity);
      createdNanos = Arrays.copyOf(createdNanos, capacity);
      changedNanos = Arrays.copyOf(changedNanos, capacity);
    }
    int row = size++;
    state[row] = InstanceState.PENDING;
    ofKind[row] = kind(ofService).created();
    service[row] = ofService;
    ordinal[row] = ordinalInService;
    host[row] = NO_HOST;
    createdNanos[row] = nowNanos;
    changedNanos[row] = nowNanos;
    return row;
  }

  /**
   * Moves an instance along its life cycle, and along that of its kind.
   *
   * @throws SimulationFault when one of them has no such transition
   */
  public void moveTo(int instance, InstanceState next, long nowNanos) {
    if (!state[instance].allows(next)) {
      throw new SimulationFault(
          "instance " + instance + " cannot go from " + state[instance] + " to " + next);
    }
    boolean servesOn = state[instance].serves() && next.serves();
    ofKind[instance] = kind(service[instance]).follow(ofKind[instance], next);
    state[instance] = next;
    if (!servesOn) {
      changedNanos[instance] = nowNanos;
    }
    transitions++;
  }

  /** An instance that had been prepared is asked for now. */
  public void askedFor(int instance, long nowNanos) {
    createdNanos[instance] = nowNanos;
    changedNanos[instance] = nowNanos;
  }

  /** Notes where an instance was placed. */
  public void place(int instance, int onHost) {
    if (host[instance] != NO_HOST) {
      throw new SimulationFault("instance " + instance + " is already on host " + host[instance]);
    }
    host[instance] = onHost;
  }

  /** Notes that an instance has moved to another host. */
  public void move(int instance, int toHost) {
    if (host[instance] == NO_HOST || host[instance] == toHost) {
      throw new SimulationFault("instance " + instance + " cannot move to host " + toHost);
    }
    host[instance] = toHost;
  }

  /** Notes the version of an instance: 0 unless its service was updated. */
  public void revision(int instance, int of) {
    revision[instance] = of;
  }

  /** The version of an instance: 0 unless its service was updated. */
  public int revision(int instance) {
    return revision[instance];
  }

  /** Number of rows. */
  public int size() {
    return size;
  }

  /** Transitions of all instances so far. */
  public long transitions() {
    return transitions;
  }

  /** Where in its life an instance is. */
  public InstanceState state(int instance) {
    return state[instance];
  }

  /** The same in the life cycle of its kind. */
  public LifeCycleState stateOfKind(int instance) {
    return ofKind[instance];
  }

  private InstanceKind kind(int ofService) {
    return ofService < kinds.size() ? kinds.get(ofService) : InstanceKind.POD;
  }

  /** Service of an instance. */
  public int service(int instance) {
    return service[instance];
  }

  /** Number of an instance within its service, from 0, in order of creation. */
  public int ordinal(int instance) {
    return ordinal[instance];
  }

  /** Host of an instance, or {@link #NO_HOST}. */
  public int host(int instance) {
    return host[instance];
  }

  /** When an instance was asked for, nanoseconds. */
  public long createdNanos(int instance) {
    return createdNanos[instance];
  }

  /** When an instance's state last changed, nanoseconds; a migration leaves it serving. */
  public long changedNanos(int instance) {
    return changedNanos[instance];
  }
}
