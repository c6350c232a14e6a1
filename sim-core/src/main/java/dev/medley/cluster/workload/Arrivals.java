package dev.medley.cluster.workload;

import dev.medley.check.Checks;
import dev.medley.check.Default;
import dev.medley.check.Doc;
import dev.medley.check.Range;
import dev.medley.distribution.PiecewiseRate;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How requests arrive: an open process, one of its permitted records. */
@Doc("How requests arrive (open: they do not wait for one another)")
public sealed interface Arrivals permits Arrivals.Rate, Arrivals.Rates, Arrivals.Counts {

  /**
   * A Poisson process of constant rate.
   *
   * @param value arrivals per second
   */
  @Doc("A Poisson process of constant rate")
  record Rate(
      @Doc("Arrivals per unit of time, for example 50/s") @Range(min = 0, max = 1e9)
          dev.medley.distribution.Rate value)
      implements Arrivals {
    /** Checks every component. */
    public Rate {
      Checks.of(Rate.class).with("value", value).orThrow();
    }
  }

  /**
   * A Poisson process whose rate changes over time.
   *
   * @param steps changes of the rate
   */
  @Doc("A Poisson process whose rate changes over time")
  record Rates(@Doc("Changes of the rate, by time") @Range(min = 1) List<PiecewiseRate.Step> steps)
      implements Arrivals {
    /** Checks every component. */
    public Rates {
      Checks.of(Rates.class).with("steps", steps).orThrow();
      new PiecewiseRate(steps);
    }
  }

  /**
   * Exactly so many requests per interval as a file says.
   *
   * @param file a CSV file with a header
   * @param column the column of counts
   * @param interval length of an interval, or null: the difference of the first two times
   * @param within how they are spread inside an interval
   */
  @Doc("So many requests per interval as a CSV file says")
  record Counts(
      @Doc("A CSV file with a header, one row per interval") String file,
      @Doc("Name of the column of counts") @Default("count") String column,
      @Doc("Length of an interval; without it, read from the file's first column of times")
          @Range(min = 0.001, max = 31_536_000)
          @Nullable Duration interval,
      @Doc("How requests are spread inside an interval") @Default("uniform") Within within)
      implements Arrivals {
    /** Checks every component. */
    public Counts {
      Checks.of(Counts.class).with("interval", interval).orThrow();
    }
  }

  /** How requests are spread inside an interval. */
  enum Within {
    @Doc("Exactly the count, uniformly spread")
    UNIFORM,
    @Doc("A Poisson process of the interval's mean rate: the count varies")
    POISSON
  }
}
