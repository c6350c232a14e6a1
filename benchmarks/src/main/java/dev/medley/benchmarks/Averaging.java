package dev.medley.benchmarks;

/** A contestant with random numbers of its own: known by its mean, not by its order. */
public interface Averaging extends Contestant {
  /** The mean so far: seconds in the system, or the value of a draw. */
  double mean();
}
