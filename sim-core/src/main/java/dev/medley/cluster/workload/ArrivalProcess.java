package dev.medley.cluster.workload;

import dev.medley.distribution.PiecewiseRate;
import dev.medley.distribution.UniformOrderStatistics;
import dev.medley.random.RandomStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The running state of an open arrival process: one time after the other, in order, from one
 * stream; no allocation per arrival.
 *
 * <p>Arrivals are worked out ahead in blocks, since in a loop the arithmetic of successive ones
 * overlaps in the processor: between two events of a simulation an arrival costs twice as much.
 */
public abstract class ArrivalProcess {
  /** There is no further arrival. */
  public static final long NEVER = Long.MAX_VALUE;

  private static final int BLOCK = 32;

  private final long[] block = new long[BLOCK];
  private int next = BLOCK;

  private ArrivalProcess() {}

  /** Time of the next arrival, nanoseconds, not before the last one; {@link #NEVER} at the end. */
  public final long nextNanos() {
    if (next == BLOCK) {
      workOut(block);
      next = 0;
    }
    return block[next++];
  }

  /** Fills an array with the next arrivals, with {@link #NEVER} from the end on. */
  abstract void workOut(long[] nanos);

  /**
   * Starts a process.
   *
   * @param arrivals its kind, or null for a service that gets no requests
   * @param counts the content of the file of {@link Arrivals.Counts}, else null
   * @param stream its randomness; used by nobody else
   */
  public static @Nullable ArrivalProcess of(
      @Nullable Arrivals arrivals, @Nullable CountSeries counts, RandomStream stream) {
    if (arrivals == null) {
      return null;
    }
    if (arrivals instanceof Arrivals.Rate rate) {
      return new Poisson(PiecewiseRate.constant(rate.value()), stream);
    }
    if (arrivals instanceof Arrivals.Rates rates) {
      return new Poisson(new PiecewiseRate(rates.steps()), stream);
    }
    Arrivals.Counts spec = (Arrivals.Counts) arrivals;
    return new Counted(
        Objects.requireNonNull(counts), spec.within() == Arrivals.Within.POISSON, stream);
  }

  /** A Poisson process with a piecewise linear rate. */
  private static final class Poisson extends ArrivalProcess {
    private final PiecewiseRate.Cursor cursor;
    private final RandomStream stream;
    private long lastNanos;

    Poisson(PiecewiseRate rate, RandomStream stream) {
      this.cursor = rate.cursor();
      this.stream = stream;
    }

    @Override
    void workOut(long[] nanos) {
      for (int i = 0; i < nanos.length; i++) {
        if (lastNanos != NEVER) {
          lastNanos = cursor.nextArrivalNanos(lastNanos, stream);
        }
        nanos[i] = lastNanos;
      }
    }
  }

  /** So many arrivals per interval: exactly, or as the mean of a Poisson process. */
  private static final class Counted extends ArrivalProcess {
    private final CountSeries series;
    private final boolean poisson;
    private final RandomStream stream;
    private final UniformOrderStatistics inside = new UniformOrderStatistics();
    private int interval = -1;
    private long intervalEndNanos;
    private double lastInside;

    Counted(CountSeries series, boolean poisson, RandomStream stream) {
      this.series = series;
      this.poisson = poisson;
      this.stream = stream;
    }

    @Override
    void workOut(long[] nanos) {
      for (int i = 0; i < nanos.length; i++) {
        nanos[i] = poisson ? nextPoisson() : nextExact();
      }
    }

    private long nextExact() {
      while (inside.remaining() == 0) {
        if (++interval >= series.counts().length) {
          return NEVER;
        }
        long from = interval * series.intervalNanos();
        inside.restart(from, from + series.intervalNanos(), series.counts()[interval]);
      }
      return inside.nextNanos(stream);
    }

    /** Exponential gaps in units of expected arrivals, carried over from interval to interval. */
    private long nextPoisson() {
      double need = stream.nextExponential();
      while (true) {
        long count = interval < 0 ? 0 : series.counts()[interval];
        double left = count - lastInside;
        if (interval >= 0 && need < left) {
          lastInside += need;
          long start = intervalEndNanos - series.intervalNanos();
          return start + (long) (lastInside / count * series.intervalNanos());
        }
        need -= Math.max(0, left);
        if (++interval >= series.counts().length) {
          interval = series.counts().length - 1;
          lastInside = count;
          return NEVER;
        }
        intervalEndNanos = (interval + 1) * series.intervalNanos();
        lastInside = 0;
      }
    }
  }
}
