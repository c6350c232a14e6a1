package dev.medley.cluster.engine.image;

import java.util.Arrays;

/**
 * Transfers that all run at one rate: a clock in bits, and a heap by when they finish on it.
 *
 * <p>A transfer's finish is fixed when it enters, so that a change of the rate moves nothing. Cost:
 * O(log n) to add or remove.
 */
final class Lane {
  /** A transfer is finished when it lacks less than it moves in this time. */
  private static final double SLACK_NANOS = 0.05;

  /** Bits that each transfer here has moved since the lane was last empty. */
  double clock;

  /** Bits per nanosecond of each transfer. */
  double rate;

  private Transfer[] heap = new Transfer[4];
  private int size;
  private long sequence;

  int size() {
    return size;
  }

  Transfer get(int at) {
    return heap[at];
  }

  void add(Transfer transfer, double bitsLeft) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, size * 2);
    }
    transfer.finish = clock + bitsLeft;
    transfer.sequence = sequence++;
    siftUp(size++, transfer);
  }

  /** Takes a transfer out; gives the bits it lacks, less than 0 within a nanosecond of its end. */
  double remove(Transfer transfer) {
    double left = transfer.finish - clock;
    int at = transfer.position;
    transfer.position = -1;
    Transfer last = heap[--size];
    if (last != transfer) {
      siftDown(at, last);
      siftUp(last.position, last);
    }
    if (size == 0) {
      clock = 0;
    }
    return left;
  }

  /** Whether the first transfer is finished. */
  boolean isDue() {
    return size > 0 && heap[0].finish <= clock + rate * SLACK_NANOS;
  }

  /** How long until the first transfer is finished at the present rate, nanoseconds. */
  double nanosToNext() {
    return size == 0 || rate <= 0
        ? Double.POSITIVE_INFINITY
        : (heap[0].finish - clock) / rate - SLACK_NANOS;
  }

  private void siftUp(int from, Transfer transfer) {
    int at = from;
    while (at > 0) {
      int parent = (at - 1) >> 1;
      if (!transfer.isBefore(heap[parent])) {
        break;
      }
      put(at, heap[parent]);
      at = parent;
    }
    put(at, transfer);
  }

  private void siftDown(int from, Transfer transfer) {
    int at = from;
    int child;
    while ((child = 2 * at + 1) < size) {
      if (child + 1 < size && heap[child + 1].isBefore(heap[child])) {
        child++;
      }
      if (!heap[child].isBefore(transfer)) {
        break;
      }
      put(at, heap[child]);
      at = child;
    }
    put(at, transfer);
  }

  private void put(int at, Transfer transfer) {
    heap[at] = transfer;
    transfer.position = at;
  }
}
