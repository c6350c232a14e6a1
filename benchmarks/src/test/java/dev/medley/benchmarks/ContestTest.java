package dev.medley.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** All contestants do the same work; with the profile {@code peers} the peers are among them. */
class ContestTest {
  private static final int EVENTS = 20_000;
  private static final int PENDING = 1000;

  /** Every event of every contestant, in every law: the digests must not differ. */
  static List<Arguments> orders() {
    List<Arguments> orders = new ArrayList<>();
    for (Contest contest : List.of(Contest.CALENDAR, Contest.WHOLE_LOOP, Contest.TIMEOUTS)) {
      for (Delays.Law law : Delays.Law.values()) {
        orders.add(new Arguments(contest, law));
      }
    }
    return orders;
  }

  record Arguments(Contest contest, Delays.Law law) {}

  @ParameterizedTest
  @MethodSource("orders")
  void allContestantsFireInOneOrder(Arguments arguments) {
    Setting setting = new Setting(PENDING, arguments.law().name());
    List<String> names = new ArrayList<>();
    List<Long> digests = new ArrayList<>();
    for (Entrant entrant : Entrants.all()) {
      if (entrant.contest() == arguments.contest()) {
        Contestant contestant = entrant.maker().apply(setting);
        contestant.fire(EVENTS / 2);
        contestant.fire(EVENTS / 2);
        names.add(entrant.name());
        digests.add(contestant.digest());
      }
    }
    assertThat(names).contains("Medley", "QuaternaryHeap", "PriorityQueue");
    assertThat(digests).as(names.toString()).containsOnly(digests.get(0));
  }

  @ParameterizedTest
  @EnumSource(Delays.Law.class)
  void theFillIsTheEquilibriumOfItsLaw(Delays.Law law) {
    // 40 means on, the times still to go are distributed as they were at the start
    int pending = 100_000;
    Delays delays = new Delays(law);
    long[] started = delays.fillNanos(pending);
    long[] later = started.clone();
    long horizon = 40 * Delays.MEAN_NANOS;
    for (int i = 0; i < pending; i++) {
      while (later[i] < horizon) {
        later[i] += delays.nextNanos();
      }
      later[i] -= horizon;
    }
    Arrays.sort(started);
    Arrays.sort(later);
    // the standard error of a quantile p of n uniform numbers is sqrt(p (1 - p) / n) < 0.0016;
    // here it is the one of the law's share of values, hence the look at shares
    for (double p = 0.1; p < 0.95; p += 0.1) {
      long quantile = started[(int) (p * pending)];
      int at = Arrays.binarySearch(later, quantile);
      double share = (double) (at < 0 ? -at - 1 : at) / pending;
      assertThat(share).as("%s at %s", law, p).isCloseTo(p, within(0.01));
    }
  }

  @ParameterizedTest
  @EnumSource(Delays.Law.class)
  void everyLawHasTheSameMean(Delays.Law law) {
    Delays delays = new Delays(law);
    double sum = 0;
    int n = 1 << 16;
    for (int i = 0; i < n; i++) {
      sum += delays.nextNanos();
    }
    // five standard errors of the law with the greatest coefficient of variation (BIMODAL, 3.2)
    assertThat(sum / n / Delays.MEAN_NANOS).isCloseTo(1, within(5 * 3.2 / Math.sqrt(n)));
  }

  @Test
  void theRefereeAdmitsAllWhoDoTheTask() {
    for (Entrant entrant : Entrants.all()) {
      String law = entrant.contest() == Contest.DRAWS ? "LOG_NORMAL" : "EXPONENTIAL";
      Setting setting = new Setting(8, law);
      assertThat(Referee.admit(entrant.contest(), entrant.name(), setting)).isNotNull();
    }
  }

  @Test
  void theRefereeRefusesAnotherOrder() {
    Setting setting = new Setting(PENDING, "UNIFORM");
    Entrant late = Entrants.of(Contest.CALENDAR, "Medley");
    Entrant cheat =
        new Entrant(
            Contest.CALENDAR,
            "cheat",
            s -> late.maker().apply(new Setting(PENDING, "EXPONENTIAL")));
    assertThatIllegalStateException()
        .isThrownBy(() -> Referee.admit(cheat, setting))
        .withMessageContaining("cheat fires in another order than PriorityQueue");
  }

  @Test
  void theRefereeRefusesAnotherMean() {
    Entrant exponential = Entrants.of(Contest.DRAWS, "Medley");
    Entrant cheat =
        new Entrant(
            Contest.DRAWS, "cheat", s -> exponential.maker().apply(new Setting(1, "EXPONENTIAL")));
    assertThatIllegalStateException()
        .isThrownBy(() -> Referee.admit(cheat, new Setting(1, "UNIFORM")))
        .withMessageContaining("instead of 0.5");
  }

  @Test
  void unknownContestantsAreNamedWithThoseThereAre() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Entrants.of(Contest.CALENDAR, "Nobody"))
        .withMessageContaining("no contestant 'Nobody' in CALENDAR")
        .withMessageContaining("QuaternaryHeap");
  }

  /** M/M/1: 1 / (mu - lambda); M/M/2 at rho: 1 / (mu (1 - rho^2)). */
  @Test
  void theRefereeKnowsTheTimeInTheSystem() {
    assertThat(Referee.secondsInSystem(1)).isCloseTo(5, within(1e-12));
    assertThat(Referee.secondsInSystem(2)).isCloseTo(1 / (1 - 0.64), within(1e-12));
  }
}
