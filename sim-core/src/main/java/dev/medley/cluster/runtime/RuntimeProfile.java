package dev.medley.cluster.runtime;

import dev.medley.check.Checks;
import dev.medley.check.Default;
import dev.medley.check.Doc;
import dev.medley.check.Range;
import dev.medley.cluster.network.NetworkPath;
import dev.medley.cluster.storage.StoragePath;
import dev.medley.distribution.DurationLaw;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of one runtime under one profile.
 *
 * @param isolation isolation level, 0 (none) to 2 (own kernel)
 * @param cpuLoss share of CPU that the runtime takes: demand d costs d / (1 - loss)
 * @param memoryOverhead memory that one instance needs beside its own request
 * @param density instances of this runtime that one host can hold
 * @param maxMemory greatest memory limit that an instance may ask for, or null
 * @param start stages from placement to ready
 * @param shutdown from the last request to stopped
 * @param network hop between gateway and instance
 * @param storage one storage call
 * @param requires features that the host must have
 * @param limits what it cannot do, or null for no limits
 */
@Doc("The numbers of one runtime under one profile")
public record RuntimeProfile(
    @Doc("Isolation level: 0 none, 1 shared kernel, 1.5 sandbox, 2 own kernel") Figure isolation,
    @Doc("Share of CPU that the runtime takes; demand d costs d / (1 - loss)") Figure cpuLoss,
    @Doc("Memory that one instance needs beside its own request") MemoryOverhead memoryOverhead,
    @Doc("Instances of this runtime that one host can hold") Figure density,
    @Doc("Greatest memory limit that an instance may ask for") @Nullable MemoryFigure maxMemory,
    @Doc("Stages from placement to ready; a start takes their sum") @Range(min = 0, max = 32)
        List<StartStage> start,
    @Doc("From the last request to stopped; the host's resources stay taken meanwhile")
        LawFigure shutdown,
    @Doc("Hop between gateway and instance, one direction") NetworkPath network,
    @Doc("One storage call") StoragePath storage,
    @Doc("Features that the host must have, for example hardware-virtualization") @Default("[]")
        List<String> requires,
    @Doc("What it cannot do beyond that; a service that needs more is refused")
        @Nullable RuntimeLimits limits) {

  /** Name of the stage that a scenario's {@code startup} adds. */
  public static final String APPLICATION = "application";

  /** Checks every component. */
  public RuntimeProfile {
    Checks checks =
        Checks.of(RuntimeProfile.class)
            .with("start", start)
            .require(
                isolation.value() >= 0 && isolation.value() <= 2,
                "isolation.value",
                "must be >= 0 and <= 2 (was " + isolation.value() + ")")
            .require(
                cpuLoss.value() >= 0 && cpuLoss.value() < 1,
                "cpuLoss.value",
                "must be >= 0 and < 1 (was " + cpuLoss.value() + ")")
            .require(
                density.value() >= 1 && density.value() <= 1e9,
                "density.value",
                "must be >= 1 and <= 1000000000 (was " + density.value() + ")");
    Set<String> names = new LinkedHashSet<>();
    for (int i = 0; i < start.size(); i++) {
      checks.require(
          names.add(start.get(i).stage()),
          "start[" + i + "].stage",
          "stage '" + start.get(i).stage() + "' is there twice");
    }
    MemoryFigure least = limits == null ? null : limits.minMemory();
    checks.require(
        least == null || maxMemory == null || least.value().bytes() <= maxMemory.value().bytes(),
        "limits.minMemory",
        "must be <= maxMemory (was " + (least == null ? "" : least.value()) + ")");
    checks.orThrow();
    start = List.copyOf(start);
    requires = List.copyOf(requires);
  }

  /** A runtime without limits. */
  public RuntimeProfile(
      Figure isolation,
      Figure cpuLoss,
      MemoryOverhead memoryOverhead,
      Figure density,
      @Nullable MemoryFigure maxMemory,
      List<StartStage> start,
      LawFigure shutdown,
      NetworkPath network,
      StoragePath storage,
      List<String> requires) {
    this(
        isolation,
        cpuLoss,
        memoryOverhead,
        density,
        maxMemory,
        start,
        shutdown,
        network,
        storage,
        requires,
        null);
  }

  /** What it cannot do. */
  public RuntimeLimits limitsOrNone() {
    return limits == null ? RuntimeLimits.NONE : limits;
  }

  /** The same runtime on hosts that have one more feature; itself when it requires that already. */
  public RuntimeProfile requiring(String feature) {
    if (requires.contains(feature)) {
      return this;
    }
    List<String> more = new ArrayList<>(requires);
    more.add(feature);
    return changed(start, more);
  }

  /**
   * The same runtime with one more stage at the end of its start path: the application.
   *
   * @param application its duration, or null for none
   */
  public RuntimeProfile startingWith(@Nullable DurationLaw application) {
    if (application == null) {
      return this;
    }
    List<StartStage> longer = new ArrayList<>(start);
    longer.add(application(application));
    return changed(longer, requires);
  }

  /** The same runtime with another start path. */
  RuntimeProfile starting(List<StartStage> other) {
    return changed(other, requires);
  }

  /**
   * The same runtime with another law for the application's stage, where it has one.
   *
   * @param application its duration
   */
  public RuntimeProfile restartingWith(DurationLaw application) {
    List<StartStage> stages = new ArrayList<>(start);
    stages.replaceAll(
        stage -> stage.stage().equals(APPLICATION) ? application(application) : stage);
    return changed(stages, requires);
  }

  private static StartStage application(DurationLaw law) {
    return new StartStage(APPLICATION, StartStage.When.ALWAYS, law, null, "the scenario's startup");
  }

  private RuntimeProfile changed(List<StartStage> newStart, List<String> newRequires) {
    return new RuntimeProfile(
        isolation,
        cpuLoss,
        memoryOverhead,
        density,
        maxMemory,
        newStart,
        shutdown,
        network,
        storage,
        newRequires,
        limits);
  }
}
