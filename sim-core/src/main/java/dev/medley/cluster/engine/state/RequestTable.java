package dev.medley.cluster.engine.state;

import java.util.Arrays;

/**
 * All requests under way, one row each; rows are reused, a generation tells their users apart.
 *
 * <p>Rows are made in blocks, each as large as all before it; no allocation otherwise.
 */
public final class RequestTable {
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

  /** At the gateway, for an instance with a free slot. */
  public static final byte HELD = 6;

  /** Sent to an instance whose host is down: nobody answers. */
  public static final byte STRANDED = 7;

  static final byte FREE = 0;

  private Request[] rows = new Request[0];
  private Request[] free = new Request[0];
  private int freeCount;
  private int used;

  /** Makes the first block of rows. */
  public RequestTable() {
    growTo(256);
  }

  /** Takes a row; the caller fills it. */
  public Request create() {
    if (freeCount > 0) {
      return free[--freeCount];
    }
    if (used == rows.length) {
      growTo(2 * used);
    }
    return rows[used++];
  }

  /** Gives a row back. */
  public void release(Request request) {
    request.phase = FREE;
    request.generation++;
    free[freeCount++] = request;
  }

  /** The row of a number below {@link #bound}. */
  public Request row(int number) {
    return rows[number];
  }

  /** Rows ever used: an upper bound for scans. */
  public int bound() {
    return used;
  }

  /** Requests under way. */
  public int size() {
    return used - freeCount;
  }

  private void growTo(int capacity) {
    int made = rows.length;
    rows = Arrays.copyOf(rows, capacity);
    free = Arrays.copyOf(free, capacity);
    for (int row = made; row < capacity; row++) {
      rows[row] = new Request(row);
    }
  }
}
