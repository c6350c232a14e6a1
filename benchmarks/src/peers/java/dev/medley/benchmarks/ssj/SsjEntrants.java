package dev.medley.benchmarks.ssj;

import dev.medley.benchmarks.Contest;
import dev.medley.benchmarks.Contestant;
import dev.medley.benchmarks.Entrant;
import dev.medley.benchmarks.Entrants;
import dev.medley.benchmarks.Setting;
import dev.medley.benchmarks.Variate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import umontreal.ssj.simevents.eventlist.BinaryTree;
import umontreal.ssj.simevents.eventlist.DoublyLinked;
import umontreal.ssj.simevents.eventlist.EventList;
import umontreal.ssj.simevents.eventlist.Henriksen;
import umontreal.ssj.simevents.eventlist.RedblackTree;
import umontreal.ssj.simevents.eventlist.SplayTree;

/** SSJ on each of its event lists; {@code SplayTree} is its default. */
public final class SsjEntrants implements Entrants {
  @Override
  public List<Entrant> entrants() {
    List<Entrant> entrants = new ArrayList<>();
    addAll(entrants, Contest.CALENDAR, ListHold::new);
    addAll(entrants, Contest.WHOLE_LOOP, SimulatorLoop::new);
    addAll(entrants, Contest.TIMEOUTS, SimulatorTimeouts::new);
    addAll(entrants, Contest.STATION, SimulatorStation::new);
    entrants.add(new Entrant(Contest.DRAWS, "SSJ", s -> SsjDraws.of(Variate.valueOf(s.law()))));
    return entrants;
  }

  private static void addAll(
      List<Entrant> entrants, Contest contest, BiFunction<Setting, EventList, Contestant> maker) {
    add(entrants, contest, Henriksen::new, maker);
    add(entrants, contest, SplayTree::new, maker);
    add(entrants, contest, RedblackTree::new, maker);
    add(entrants, contest, BinaryTree::new, maker);
    add(entrants, contest, DoublyLinked::new, maker);
  }

  private static void add(
      List<Entrant> entrants,
      Contest contest,
      Supplier<EventList> list,
      BiFunction<Setting, EventList, Contestant> maker) {
    String name = "SSJ " + list.get().getClass().getSimpleName();
    entrants.add(new Entrant(contest, name, setting -> maker.apply(setting, list.get())));
  }
}
