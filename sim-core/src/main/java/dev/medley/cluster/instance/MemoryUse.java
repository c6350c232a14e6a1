package dev.medley.cluster.instance;

import dev.medley.check.Checks;
import dev.medley.check.Default;
import dev.medley.check.Doc;
import dev.medley.check.Range;
import dev.medley.cluster.resource.Bytes;
import dev.medley.distribution.DurationLaw;
import org.jspecify.annotations.Nullable;

/**
 * The memory that an instance really uses, beside what it requests and may use at most.
 *
 * <p>An instance uses u + L(t) bytes: u from placement on, L(t) = a (t - ready) / T once it has
 * become ready, where T is drawn for each instance. Its own limit counts all of that. Its host
 * counts the runtime's overhead too, but pages that instances of one service share only once: n of
 * them hold n (v + r (1 - f)) + r f bytes, where r are library pages, v = u + overhead - r what is
 * private, and f the share of library pages that is shared. So N_max is proportional to 1 / (v + r
 * (1 - f)).
 *
 * @param use of an instance that has not leaked
 * @param library pages of libraries and of the language's runtime within {@code use}
 * @param shared share of library pages that instances of the service on one host share
 * @param leak how the use grows, or null for not at all
 */
@Doc(
    "Memory that an instance really uses; one that passes limits.memory is killed, and so are"
        + " instances of a host whose memory is exhausted")
public record MemoryUse(
    @Doc("Use of an instance that has not leaked, from placement on") @Range(min = 0, max = 1e15)
        Bytes use,
    @Doc("Pages of libraries and of the language's runtime within `use`")
        @Range(min = 0, max = 1e15)
        @Default("0")
        Bytes library,
    @Doc("Share of library pages that a host holds once for all instances of the service")
        @Range(min = 0, max = 1)
        @Default("0")
        double shared,
    @Doc("How the use grows once the instance is ready; without it, not at all")
        @Nullable Leak leak) {

  /**
   * Linear growth whose rate is drawn for each instance: {@code amount} in every T.
   *
   * <p>With T log-normal the rate is log-normal too.
   *
   * @param amount bytes
   * @param every law of T
   */
  @Doc("Linear growth: an instance draws once in which time it leaks the amount, again and again")
  public record Leak(
      @Doc("What is leaked in that time") @Range(min = 1, max = 1e15) Bytes amount,
      @Doc("Law of that time, drawn once for each instance") DurationLaw every) {
    /** Checks every component. */
    public Leak {
      Checks.of(Leak.class).with("amount", amount).orThrow();
    }
  }

  /** Checks every component. */
  public MemoryUse {
    Checks.of(MemoryUse.class)
        .with("use", use)
        .with("library", library)
        .with("shared", shared)
        .require(
            library.bytes() <= use.bytes(),
            "library",
            "must be <= use " + use + " (was " + library + ")")
        .orThrow();
  }

  /** Bytes that all instances of the service on one host hold once together: r f. */
  public long sharedBytes() {
    return Math.round(library.bytes() * shared);
  }
}
