package dev.medley.benchmarks;

import dev.medley.benchmarks.contestants.BuiltIn;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/**
 * A library's entrants: a service, so that peers take part when they are on the class path.
 *
 * <p>To add a peer: a class of this kind in {@code src/peers}, and a line in its {@code
 * META-INF/services}.
 */
public interface Entrants {
  /** Who takes part. */
  List<Entrant> entrants();

  /** All there are: ours, those of the JDK, and the peers found. */
  static List<Entrant> all() {
    List<Entrant> all = new ArrayList<>(new BuiltIn().entrants());
    for (Entrants peer : ServiceLoader.load(Entrants.class)) {
      all.addAll(peer.entrants());
    }
    return all;
  }

  /**
   * One of them.
   *
   * @throws IllegalArgumentException when there is no such entrant, with the names there are
   */
  static Entrant of(Contest contest, String name) {
    List<String> names = new ArrayList<>();
    for (Entrant entrant : all()) {
      if (entrant.contest() == contest) {
        if (entrant.name().equals(name)) {
          return entrant;
        }
        names.add(entrant.name());
      }
    }
    throw new IllegalArgumentException(
        "no contestant '" + name + "' in " + contest + ": there are " + String.join(", ", names));
  }
}
