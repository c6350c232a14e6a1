package dev.medley.kernel;

/** An M/M/1 queue built on nothing but the kernel, to be checked against theory. */
final class Mm1Queue {
  private final Simulation simulation;
  private final EventType arrived;
  private final EventType departed;
  private final SplitMix random;
  private final double gapMeanNanos;
  private final double serviceMeanNanos;
  private final int warmUpCount;

  /** Arrival times of those who wait or are served, as a ring. */
  private final long[] arrivalsNanos = new long[1 << 16];

  private int head;
  private int tail;
  private long startedCount;
  private double waitSumNanos;

  Mm1Queue(
      Simulation simulation,
      long seed,
      double gapMeanNanos,
      double serviceMeanNanos,
      int warmUpCount) {
    this.simulation = simulation;
    this.random = new SplitMix(seed);
    this.gapMeanNanos = gapMeanNanos;
    this.serviceMeanNanos = serviceMeanNanos;
    this.warmUpCount = warmUpCount;
    this.arrived = simulation.register("customer-arrived", this::onArrived);
    this.departed = simulation.register("customer-departed", this::onDeparted);
  }

  void start() {
    simulation.schedule(arrived, random.exponentialNanos(gapMeanNanos), 0);
  }

  /** The mean time in the queue, of those whose service began after the warm-up. */
  double meanWaitNanos() {
    return waitSumNanos / (startedCount - warmUpCount);
  }

  private void onArrived(int customer) {
    simulation.schedule(arrived, random.exponentialNanos(gapMeanNanos), customer + 1);
    arrivalsNanos[tail++ & arrivalsNanos.length - 1] = simulation.nowNanos();
    if (tail - head == 1) {
      serve();
    }
  }

  private void onDeparted(int customer) {
    head++;
    if (head != tail) {
      serve();
    }
  }

  private void serve() {
    if (++startedCount > warmUpCount) {
      waitSumNanos += simulation.nowNanos() - arrivalsNanos[head & arrivalsNanos.length - 1];
    }
    simulation.schedule(departed, random.exponentialNanos(serviceMeanNanos), head);
  }
}
