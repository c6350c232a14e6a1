package dev.medley.kernel;

/**
 * A kind of event: its name, its rank and, within its simulation, what happens when it fires.
 *
 * <p>Registered with one {@link Simulation} and of use to that one alone.
 */
public final class EventType {
  final Simulation owner;
  final String name;
  final int kind;
  final boolean takesPayload;

  EventType(Simulation owner, String name, int rank, int index, boolean takesPayload) {
    this.owner = owner;
    this.name = name;
    this.kind = Calendar.kind(rank, index);
    this.takesPayload = takesPayload;
  }

  /** What happened, in lower case with hyphens: {@code pod-ready}. */
  public String name() {
    return name;
  }

  /** Which fires first among events at one time: the lowest, of 0 to 255. */
  public int rank() {
    return Calendar.rank(kind);
  }

  /** The position in the order of registration, from 0. */
  public int index() {
    return Calendar.type(kind);
  }

  @Override
  public String toString() {
    return name;
  }
}
