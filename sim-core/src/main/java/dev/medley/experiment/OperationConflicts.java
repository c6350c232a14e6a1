package dev.medley.experiment;

import dev.medley.check.Problem;
import dev.medley.cluster.image.ImageSpec;
import dev.medley.cluster.instance.MemoryUse;
import dev.medley.cluster.runtime.RuntimeDefinition;
import dev.medley.cluster.runtime.RuntimeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What cannot be had together with live migration or a rolling update, and who cannot have it. */
final class OperationConflicts {
  private OperationConflicts() {}

  /**
   * The problems of one service.
   *
   * @param path of the service in the scenario file
   * @param runtime what its instances run on
   */
  static List<Problem> problems(
      String path, ServiceSpec spec, RuntimeDefinition runtime, Scenario scenario) {
    List<Problem> problems = new ArrayList<>();
    if (spec.migration() != null) {
      if (runtime.kind() != RuntimeKind.VM) {
        problems.add(
            new Problem(
                path + ".migration",
                "only virtual machines migrate live; "
                    + runtime.name()
                    + " is of kind "
                    + runtime.kind().name().toLowerCase(Locale.ROOT)));
      }
      MemoryUse memory = spec.memory();
      if (memory != null && memory.leak() != null) {
        problems.add(
            new Problem(
                path + ".migration",
                "cannot be had with memory.leak: what was leaked does not move along"));
      }
    }
    if (spec.update() != null) {
      if (spec.warmPool() != null) {
        problems.add(
            new Problem(
                path + ".update", "cannot be had with warmPool, which holds the old version"));
      }
      addUnusedOfImage(path + ".update.image", spec.update().image(), problems);
      if (spec.update().image() != null && scenario.images() != null) {
        problems.add(
            new Problem(
                path + ".update.image",
                "cannot be had with the section images, which knows one image of a service"));
      }
    }
    return problems;
  }

  /** Of an update's image only size and signature count. */
  private static void addUnusedOfImage(
      String path, @Nullable ImageSpec image, List<Problem> problems) {
    if (image != null && !image.layers().isEmpty()) {
      problems.add(new Problem(path + ".layers", "an update knows no layers: give the size"));
    }
    if (image != null && image.registry() != null) {
      problems.add(new Problem(path + ".registry", "an update knows no registry: leave it out"));
    }
  }
}
