package dev.medley.benchmarks.contestants;

import dev.medley.benchmarks.Averaging;

/** A generator drawn from again and again. */
public abstract class SummedDraws implements Averaging {
  private double sum;
  private long count;

  /** A number of the law. */
  protected abstract double draw();

  @Override
  public final void fire(int events) {
    double total = 0;
    for (int i = 0; i < events; i++) {
      total += draw();
    }
    sum += total;
    count += events;
  }

  @Override
  public final long digest() {
    return Double.doubleToLongBits(sum);
  }

  @Override
  public final double mean() {
    return sum / count;
  }
}
