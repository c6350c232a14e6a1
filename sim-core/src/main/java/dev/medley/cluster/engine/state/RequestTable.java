package dev.medley.cluster.engine.state;

import java.util.Arrays;

/**
 * All requests under way, one row each; rows are reused, a generation tells their users apart.
 *
 * <p>Also holds the links of the instances' queues. Grows by doubling; no allocation otherwise.
 */
public final class RequestTable {
  /** No request. */
  public static final int NONE = -1;

  /** On the way to the instance. */
  public static final byte OUTBOUND = 1;

  /** In the instance's queue. */
  public static final byte QUEUED = 2;

  /** On the instance's CPU. */
  public static final byte COMPUTING = 3;

  /** In storage calls. */
  public static final byte STORING = 4;

  /** The response is on its way back. */
  public static final byte RETURNING = 5;

  private static final byte FREE = 0;

  /** Service. */
  public int[] service = new int[256];

  /** Instance. */
  public int[] instance = new int[256];

  /** Arrival at the gateway, nanoseconds. */
  public long[] arrivedNanos = new long[256];

  /** Delivery at the instance, nanoseconds. */
  public long[] deliveredNanos = new long[256];

  /** CPU work on this runtime, nanoseconds of one core. */
  public long[] workNanos = new long[256];

  /** Storage calls still to make. */
  public int[] calls = new int[256];

  /** Where the request is. */
  public byte[] phase = new byte[256];

  /** The client gave up, or the instance was killed: finish silently. */
  public boolean[] abandoned = new boolean[256];

  /** The instance is gone: touch nothing of it. */
  public boolean[] orphaned = new boolean[256];

  /** Next in the instance's queue. */
  public int[] next = new int[256];

  /** Previous in the instance's queue. */
  public int[] previous = new int[256];

  private int[] generation = new int[256];
  private int[] free = new int[256];
  private int freeCount;
  private int used;

  /** Takes a row; the caller fills it. */
  public int create() {
    if (freeCount > 0) {
      return free[--freeCount];
    }
    if (used == service.length) {
      grow();
    }
    return used++;
  }

  /** Gives a row back. */
  public void release(int request) {
    phase[request] = FREE;
    generation[request]++;
    free[freeCount++] = request;
  }

  /** Changes whenever the row gets a new user. */
  public int generation(int request) {
    return generation[request];
  }

  /** Whether the row is in use. */
  public boolean isLive(int request) {
    return phase[request] != FREE;
  }

  /** Rows ever used: an upper bound for scans. */
  public int bound() {
    return used;
  }

  /** Requests under way. */
  public int size() {
    return used - freeCount;
  }

  private void grow() {
    int capacity = service.length * 2;
    service = Arrays.copyOf(service, capacity);
    instance = Arrays.copyOf(instance, capacity);
    arrivedNanos = Arrays.copyOf(arrivedNanos, capacity);
    deliveredNanos = Arrays.copyOf(deliveredNanos, capacity);
    workNanos = Arrays.copyOf(workNanos, capacity);
    calls = Arrays.copyOf(calls, capacity);
    phase = Arrays.copyOf(phase, capacity);
    abandoned = Arrays.copyOf(abandoned, capacity);
    orphaned = Arrays.copyOf(orphaned, capacity);
    next = Arrays.copyOf(next, capacity);
    previous = Arrays.copyOf(previous, capacity);
    generation = Arrays.copyOf(generation, capacity);
    free = Arrays.copyOf(free, capacity);
  }
}
