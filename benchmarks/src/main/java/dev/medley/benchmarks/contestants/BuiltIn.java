package dev.medley.benchmarks.contestants;

import dev.medley.benchmarks.Calendars;
import dev.medley.benchmarks.Contest;
import dev.medley.benchmarks.Entrant;
import dev.medley.benchmarks.Entrants;
import dev.medley.benchmarks.Variate;
import dev.medley.kernel.QuaternaryHeap;
import java.util.List;

/** Those who are always there. */
public final class BuiltIn implements Entrants {
  private static final String MEDLEY = "Medley";
  private static final String TICKETS = "Medley tickets";
  private static final String HEAP = "QuaternaryHeap";
  private static final String PRIORITY_QUEUE = "PriorityQueue";

  @Override
  public List<Entrant> entrants() {
    return List.of(
        new Entrant(
            Contest.CALENDAR, MEDLEY, s -> new CalendarHolder(s, Calendars.production(), false)),
        new Entrant(
            Contest.CALENDAR, TICKETS, s -> new CalendarHolder(s, Calendars.production(), true)),
        new Entrant(
            Contest.CALENDAR, HEAP, s -> new CalendarHolder(s, new QuaternaryHeap(), false)),
        new Entrant(Contest.CALENDAR, PRIORITY_QUEUE, s -> new PriorityQueueHold(s, 1)),
        new Entrant(
            Contest.WHOLE_LOOP,
            MEDLEY,
            s -> new SimulationLoop(s, Calendars.production(), true, false)),
        new Entrant(
            Contest.WHOLE_LOOP,
            TICKETS,
            s -> new SimulationLoop(s, Calendars.production(), true, true)),
        new Entrant(
            Contest.WHOLE_LOOP,
            "Medley handlers",
            s -> new SimulationLoop(s, Calendars.production(), false, false)),
        new Entrant(
            Contest.WHOLE_LOOP,
            HEAP,
            s -> new SimulationLoop(s, new QuaternaryHeap(), true, false)),
        new Entrant(
            Contest.WHOLE_LOOP,
            PRIORITY_QUEUE,
            s -> new PriorityQueueHold(s, SimulationLoop.TYPES)),
        new Entrant(
            Contest.TIMEOUTS, MEDLEY, s -> new SimulationTimeouts(s, Calendars.production())),
        new Entrant(Contest.TIMEOUTS, HEAP, s -> new SimulationTimeouts(s, new QuaternaryHeap())),
        new Entrant(Contest.TIMEOUTS, PRIORITY_QUEUE, PriorityQueueTimeouts::new),
        new Entrant(Contest.STATION, MEDLEY, s -> new SimulationStation(s, Calendars.production())),
        new Entrant(Contest.STATION, HEAP, s -> new SimulationStation(s, new QuaternaryHeap())),
        new Entrant(Contest.DRAWS, MEDLEY, s -> MedleyDraws.of(Variate.valueOf(s.law()))),
        new Entrant(
            Contest.DRAWS, "commons-math3", s -> CommonsMathDraws.of(Variate.valueOf(s.law()))));
  }
}
