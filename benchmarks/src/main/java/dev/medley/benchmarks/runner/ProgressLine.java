package dev.medley.benchmarks.runner;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Says every ten seconds how far a run is. */
final class ProgressLine implements Bench.Progress {
  private static final long PERIOD_NANOS = Duration.ofSeconds(10).toNanos();

  private final LongSupplier clockNanos;
  private final PrintStream err;
  private long startedNanos;
  private long saidNanos;

  ProgressLine(LongSupplier clockNanos, PrintStream err) {
    this.clockNanos = clockNanos;
    this.err = err;
  }

  @Override
  public void next(int done, int of, Point point) {
    long nowNanos = clockNanos.getAsLong();
    if (done == 0) {
      startedNanos = nowNanos;
    } else if (nowNanos - saidNanos < PERIOD_NANOS) {
      return;
    }
    saidNanos = nowNanos;
    String toGo = "";
    if (done > 0) {
      long seconds = Duration.ofNanos((nowNanos - startedNanos) / done * (of - done)).toSeconds();
      toGo = seconds < 100 ? ", " + seconds + " s to go" : ", " + seconds / 60 + " min to go";
    }
    err.println("medley: fork " + (done + 1) + " of " + of + toGo + ": " + point);
    err.flush();
  }
}
