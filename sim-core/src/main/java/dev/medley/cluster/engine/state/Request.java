package dev.medley.cluster.engine.state;

import org.jspecify.annotations.Nullable;

/**
 * A row of the {@link RequestTable}: one request under way, and when that is done another.
 *
 * <p>An object of 72 bytes, so that what an event touches lies in two cache lines at most.
 */
public final class Request {
  /** Number of the row: the subject of its events. */
  public final int row;

  /** Service. */
  public int service;

  /** Instance. */
  public int instance;

  /** Arrival at the gateway, nanoseconds. */
  public long arrivedNanos;

  /** Delivery at the instance, nanoseconds. */
  public long deliveredNanos;

  /** CPU work on this runtime, nanoseconds of one core. */
  public long workNanos;

  /** Storage calls still to make. */
  public int calls;

  /** Where the request is: one of the constants of the table. */
  public byte phase;

  /** The client gave up, or the instance was killed: finish silently. */
  public boolean abandoned;

  /** The instance is gone: touch nothing of it. */
  public boolean orphaned;

  /** Next in the instance's queue. */
  public @Nullable Request next;

  /** Previous in the instance's queue. */
  public @Nullable Request previous;

  int generation;

  Request(int row) {
    this.row = row;
  }

  /** Changes whenever the row gets a new user. */
  public int generation() {
    return generation;
  }

  /** Whether the row is in use. */
  public boolean isLive() {
    return phase != RequestTable.FREE;
  }
}
