package dev.medley.cluster.engine.image;

/** Bytes on their way to a node: one connection to a registry, or one load from storage. */
final class Transfer {
  /** Where it is. */
  enum State {
    NEW,
    QUEUED,
    ACTIVE,
    DONE,
    WITHDRAWN
  }

  /** The node it goes to. */
  final int node;

  /** Index of its registry and rate limit; 0 for a load. */
  final int kind;

  /** Whose it is, and which part: a pull and the position of a layer, or an instance. */
  final int subject;

  final int part;
  final long bytes;
  State state = State.NEW;

  /** On the clock of its lane. */
  double finish;

  /** Among equal finishes the one that was added first comes first. */
  long sequence;

  /** In the heap of its lane, or -1. */
  int position = -1;

  Transfer(int node, int kind, int subject, int part, long bytes) {
    this.node = node;
    this.kind = kind;
    this.subject = subject;
    this.part = part;
    this.bytes = bytes;
  }

  double bits() {
    return bytes * 8.0;
  }

  boolean isBefore(Transfer other) {
    return finish < other.finish || (finish == other.finish && sequence < other.sequence);
  }
}
