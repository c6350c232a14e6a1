package dev.medley.benchmarks.cloudsimplus;

import dev.medley.benchmarks.Contest;
import dev.medley.benchmarks.Entrant;
import dev.medley.benchmarks.Entrants;
import java.util.List;

/** CloudSim Plus; it has no cancelling in less than linear time, so it is not in the time-outs. */
public final class CloudSimPlusEntrants implements Entrants {
  private static final String NAME = "CloudSim Plus";

  @Override
  public List<Entrant> entrants() {
    return List.of(
        new Entrant(Contest.CALENDAR, NAME + " FutureQueue", FutureQueueHold::new),
        new Entrant(Contest.WHOLE_LOOP, NAME, EntityLoop::new),
        new Entrant(Contest.STATION, NAME, EntityStation::new));
  }
}
