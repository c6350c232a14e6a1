package dev.medley.cluster.runtime;

import dev.medley.check.InvalidConfiguration;
import dev.medley.check.Nearest;
import dev.medley.check.Problem;
import dev.medley.cluster.network.NetworkPath;
import dev.medley.cluster.resource.Bandwidth;
import dev.medley.cluster.storage.StoragePath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes runtimes out of others: a container in a microVM, a function in that container.
 *
 * <p>Of layers 1 (outermost) to n: start stages follow each other in this order, each named {@code
 * layer-stage}, and the image travels over each medium once; memory overheads add; CPU is left in
 * the share (1 - loss 1) ... (1 - loss n); isolation is the greatest, density and maximum memory
 * the least; features that hosts must have unite, of every limit the tightest counts. Shutdown is
 * the outermost layer's: with it ends what is inside. So are the laws of its data paths, through
 * which everything leaves; rates are the least of all layers, and the gateway is passed if any
 * layer passes it.
 *
 * <p>A profile exists where every layer has it.
 */
public final class RuntimeLayers {
  private static final int DEEPEST = 100;

  private final Map<String, RuntimeDefinition> known;
  private final Map<String, RuntimeDefinition> done = new LinkedHashMap<>();
  private final Map<String, List<Problem>> problems = new LinkedHashMap<>();

  private RuntimeLayers(Map<String, RuntimeDefinition> known) {
    this.known = known;
  }

  /**
   * What was made.
   *
   * @param runtimes all runtimes with their profiles, in the order given
   * @param problems by name of the runtime at fault, paths below it; then that runtime has none
   */
  public record Result(
      Map<String, RuntimeDefinition> runtimes, Map<String, List<Problem>> problems) {}

  /** Gives every runtime of layers its profiles. */
  public static Result resolve(Map<String, RuntimeDefinition> runtimes) {
    RuntimeLayers layers = new RuntimeLayers(runtimes);
    Map<String, RuntimeDefinition> all = new LinkedHashMap<>();
    runtimes
        .keySet()
        .forEach(
            name -> {
              RuntimeDefinition definition = layers.definition(name, new LinkedHashSet<>());
              all.put(name, definition == null ? runtimes.get(name) : definition);
            });
    return new Result(all, layers.problems);
  }

  /** A runtime with its profiles, or null after its problem was noted. */
  private @Nullable RuntimeDefinition definition(String name, Set<String> inside) {
    RuntimeDefinition definition = Objects.requireNonNull(known.get(name));
    if (definition.layers().isEmpty()) {
      return definition;
    }
    if (done.containsKey(name) || problems.containsKey(name)) {
      return done.get(name);
    }
    if (inside.size() == DEEPEST) {
      problem(name, "layers", "must not be nested more than " + DEEPEST + " deep");
      return null;
    }
    inside.add(name);
    List<RuntimeDefinition> parts = new ArrayList<>();
    for (int i = 0; i < definition.layers().size(); i++) {
      String layer = definition.layers().get(i);
      String path = "layers[" + i + "]";
      if (!known.containsKey(layer)) {
        problem(
            name,
            path,
            "there is no runtime '" + layer + "'" + Nearest.known(layer, known.keySet()));
      } else if (inside.contains(layer)) {
        List<String> way = new ArrayList<>(inside);
        way = way.subList(way.indexOf(layer), way.size());
        problem(
            name,
            path,
            "a runtime cannot be a layer of itself: " + String.join(" > ", way) + " > " + layer);
      } else {
        RuntimeDefinition part = definition(layer, inside);
        if (part != null) {
          parts.add(part);
        } else if (!problems.containsKey(name)) {
          problem(name, path, "'" + layer + "' cannot be made of its own layers");
        }
      }
    }
    inside.remove(name);
    if (problems.containsKey(name)) {
      return null;
    }
    RuntimeProfile nominal = null;
    RuntimeProfile empirical = null;
    try {
      nominal = composed(parts, Profile.NOMINAL);
      empirical = composed(parts, Profile.EMPIRICAL);
    } catch (InvalidConfiguration e) {
      e.problems().forEach(p -> problem(name, "layers", "together: " + p));
      return null;
    }
    if (nominal == null && empirical == null) {
      problem(name, "layers", "have no profile in common");
      return null;
    }
    RuntimeDefinition made =
        new RuntimeDefinition(
            name, definition.summary(), nominal, empirical, definition.layers(), definition.kind());
    done.put(name, made);
    return made;
  }

  private void problem(String name, String path, String message) {
    problems.computeIfAbsent(name, any -> new ArrayList<>()).add(new Problem(path, message));
  }

  private static @Nullable RuntimeProfile composed(List<RuntimeDefinition> parts, Profile of) {
    RuntimeProfile whole = null;
    for (RuntimeDefinition part : parts) {
      RuntimeProfile profile = part.variant(of).orElse(null);
      if (profile == null) {
        return null;
      }
      List<StartStage> named = named(part.name(), profile.start());
      whole = whole == null ? profile.starting(named) : inside(whole, profile, named);
    }
    return whole;
  }

  private static List<StartStage> named(String layer, List<StartStage> stages) {
    return stages.stream().map(stage -> stage.named(layer + "-" + stage.stage())).toList();
  }

  private static RuntimeProfile inside(
      RuntimeProfile outer, RuntimeProfile inner, List<StartStage> innerStart) {
    List<StartStage> start = new ArrayList<>(outer.start());
    for (StartStage stage : innerStart) {
      boolean travelled =
          stage.transfer() != null
              && start.stream().anyMatch(earlier -> earlier.transfer() == stage.transfer());
      if (!travelled) {
        start.add(stage);
      }
    }
    Set<String> requires = new LinkedHashSet<>(outer.requires());
    requires.addAll(inner.requires());
    RuntimeLimits limits = outer.limitsOrNone().with(inner.limitsOrNone());
    double left = (1 - outer.cpuLoss().value()) * (1 - inner.cpuLoss().value());
    return new RuntimeProfile(
        inner.isolation().value() > outer.isolation().value()
            ? inner.isolation()
            : outer.isolation(),
        new Figure(
            inner.cpuLoss().value() == 0 ? outer.cpuLoss().value() : 1 - left,
            outer.cpuLoss().source() + " + " + inner.cpuLoss().source()),
        outer.memoryOverhead().plus(inner.memoryOverhead()),
        inner.density().value() < outer.density().value() ? inner.density() : outer.density(),
        MemoryFigure.less(outer.maxMemory(), inner.maxMemory()),
        start,
        outer.shutdown(),
        network(outer.network(), inner.network()),
        storage(outer.storage(), inner.storage()),
        List.copyOf(requires),
        limits.equals(RuntimeLimits.NONE) ? null : limits);
  }

  private static NetworkPath network(NetworkPath outer, NetworkPath inner) {
    return new NetworkPath(
        outer.latency(),
        new Bandwidth(
            Math.min(outer.throughput().bitsPerSecond(), inner.throughput().bitsPerSecond())),
        outer.gateway() || inner.gateway(),
        outer.source());
  }

  private static StoragePath storage(StoragePath outer, StoragePath inner) {
    return new StoragePath(outer.latency(), Math.min(outer.iops(), inner.iops()), outer.source());
  }
}
