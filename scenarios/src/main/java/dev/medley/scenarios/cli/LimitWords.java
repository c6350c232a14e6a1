package dev.medley.scenarios.cli;

import dev.medley.check.Decimals;
import dev.medley.cluster.runtime.FlagFigure;
import dev.medley.cluster.runtime.MemoryFigure;
import dev.medley.cluster.runtime.Profile;
import dev.medley.cluster.runtime.RuntimeDefinition;
import dev.medley.cluster.runtime.RuntimeLimits;
import dev.medley.cluster.runtime.RuntimeProfile;
import dev.medley.cluster.runtime.SystemCalls;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a runtime cannot do, in words. */
final class LimitWords {
  private LimitWords() {}

  /** A line of limits for each profile, then one for each stated incompatibility. */
  static List<String> lines(RuntimeDefinition runtime, Map<String, RuntimeDefinition> all) {
    List<String> lines = new ArrayList<>();
    for (Profile profile : Profile.values()) {
      String name = profile.name().toLowerCase(Locale.ROOT);
      runtime.variant(profile).ifPresent(numbers -> lines.add(name + " limits: " + words(numbers)));
    }
    for (Profile profile : Profile.values()) {
      SystemCalls calls = calls(runtime, profile);
      if (calls != null) {
        calls
            .incompatibility()
            .forEach((other, stated) -> add(lines, calls, other, stated, all, profile));
        break;
      }
    }
    return lines;
  }

  private static @Nullable SystemCalls calls(RuntimeDefinition runtime, Profile profile) {
    return runtime
        .variant(profile)
        .map(numbers -> numbers.limitsOrNone().systemCalls())
        .orElse(null);
  }

  private static void add(
      List<String> lines,
      SystemCalls calls,
      String other,
      double stated,
      Map<String, RuntimeDefinition> all,
      Profile profile) {
    RuntimeDefinition definition = all.get(other);
    SystemCalls others = definition == null ? null : calls(definition, profile);
    lines.add(
        "system calls incompatible with "
            + other
            + ": "
            + Decimals.shortest(stated)
            + " stated"
            + (others == null
                ? ""
                : ", "
                    + hundredths(calls.leastIncompatibility(others))
                    + " to "
                    + hundredths(calls.mostIncompatibility(others))
                    + " from the sizes of the sets"));
  }

  private static String hundredths(double value) {
    return Decimals.plain(new BigDecimal(value).setScale(2, RoundingMode.HALF_UP));
  }

  private static String words(RuntimeProfile profile) {
    RuntimeLimits limits = profile.limitsOrNone();
    List<String> words = new ArrayList<>();
    words.add(Decimals.shortest(profile.density().value()) + " per host");
    bound(words, "memory >= ", limits.minMemory());
    bound(words, "memory <= ", profile.maxMemory());
    bound(words, "image <= ", limits.maxImage());
    bound(words, "model <= ", limits.maxModel());
    bound(words, "GPU memory <= ", limits.maxGpuMemory());
    if (limits.protocols() != null) {
      words.add(
          limits.protocols().value().stream()
                  .map(protocol -> protocol.name().toLowerCase(Locale.ROOT))
                  .collect(Collectors.joining("/"))
              + " only");
    }
    if (limits.systemCalls() != null) {
      words.add(
          limits.systemCalls().value() + " of " + limits.systemCalls().of() + " system calls");
    }
    FlagFigure gpu = limits.gpu();
    if (gpu != null) {
      words.add(gpu.value() ? "reaches a GPU" : "no GPU");
    }
    if (limits.ported() != null && limits.ported().value()) {
      words.add("code must be ported");
    }
    profile.requires().forEach(feature -> words.add("needs " + feature));
    return String.join(", ", words);
  }

  private static void bound(List<String> words, String what, @Nullable MemoryFigure figure) {
    if (figure != null) {
      words.add(what + figure.value());
    }
  }
}
