package dev.medley.benchmarks;

/** Lets a contestant start once it has shown that it does the task of the contest. */
final class Referee {
  /** The contestant that shows the order in which events fire. */
  static final String REFERENCE = "PriorityQueue";

  private static final int CHECKED_EVENTS = 10_000;
  private static final int AVERAGED_EVENTS = 400_000;

  /**
   * Relative; five standard deviations of the mean time in an M/M/1 queue at 80 % load over {@value
   * #AVERAGED_EVENTS} / 2 customers (the other means are surer), and seeds are fixed.
   */
  private static final double TOLERANCE = 0.1;

  private static final double LOAD = 0.8;

  private Referee() {}

  /**
   * Makes a contestant and checks it.
   *
   * @throws IllegalStateException when it fires other events, or in another order, than {@link
   *     #REFERENCE}; or, where it draws by itself, when its mean is far from theory
   */
  static Contestant admit(Contest contest, String name, Setting setting) {
    return admit(Entrants.of(contest, name), setting);
  }

  static Contestant admit(Entrant entrant, Setting setting) {
    Contest contest = entrant.contest();
    return switch (contest) {
      case CALENDAR, WHOLE_LOOP, TIMEOUTS -> {
        long expected = digest(Entrants.of(contest, REFERENCE).maker().apply(setting));
        Contestant contestant = entrant.maker().apply(setting);
        if (digest(contestant) != expected) {
          throw new IllegalStateException(
              entrant.name()
                  + " fires in another order than "
                  + REFERENCE
                  + ": "
                  + contest
                  + " "
                  + setting);
        }
        yield contestant;
      }
      case STATION -> averaged(entrant, setting, secondsInSystem(setting.size()));
      case DRAWS -> averaged(entrant, setting, Variate.valueOf(setting.law()).mean());
    };
  }

  private static long digest(Contestant contestant) {
    contestant.fire(CHECKED_EVENTS);
    return contestant.digest();
  }

  private static Contestant averaged(Entrant entrant, Setting setting, double expected) {
    Averaging contestant = (Averaging) entrant.maker().apply(setting);
    contestant.fire(AVERAGED_EVENTS);
    double mean = contestant.mean();
    if (!(Math.abs(mean / expected - 1) <= TOLERANCE)) {
      throw new IllegalStateException(
          entrant.name() + " has a mean of " + mean + " instead of " + expected + ": " + setting);
    }
    return contestant;
  }

  /** 1/mu + C / (c mu - lambda) with mu = 1; C by Erlang's formula from the recursion for B. */
  static double secondsInSystem(int servers) {
    double offered = LOAD * servers;
    double blocked = 1;
    for (int n = 1; n <= servers; n++) {
      blocked = offered * blocked / (n + offered * blocked);
    }
    double waits = blocked / (1 - LOAD * (1 - blocked));
    return 1 + waits / (servers - offered);
  }
}
