package dev.medley.scenarios.cli;

import dev.medley.cluster.runtime.HostUse;
import dev.medley.cluster.runtime.RuntimeDefinition;
import dev.medley.cluster.runtime.RuntimeProfile;
import dev.medley.cluster.runtime.StartStage;
import dev.medley.distribution.DurationLaw;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How an instance of a runtime starts, in words. */
final class StartWords {
  private static final MathContext THREE_DIGITS = new MathContext(3);

  private StartWords() {}

  /** One line per stage, such as {@code nominal start: boot p50 62.4s, p99 253s}. */
  static List<String> lines(RuntimeDefinition runtime) {
    List<String> lines = new ArrayList<>();
    add(lines, "nominal", runtime.nominal());
    add(lines, "empirical", runtime.empirical());
    return lines;
  }

  private static void add(List<String> lines, String name, @Nullable RuntimeProfile profile) {
    if (profile != null) {
      String title = name + " start: ";
      String margin = " ".repeat(title.length());
      if (profile.start().isEmpty()) {
        lines.add(title + "at once");
      }
      for (StartStage stage : profile.start()) {
        boolean isFirst = stage == profile.start().get(0);
        lines.add((isFirst ? title : margin) + words(stage));
      }
    }
  }

  private static String words(StartStage stage) {
    String when =
        stage.when() == StartStage.When.ALWAYS
            ? ""
            : " (" + stage.when().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ")";
    DurationLaw law = stage.law();
    String how =
        law != null
            ? " p50 "
                + duration(law.quantileNanos(0.5))
                + ", p99 "
                + duration(law.quantileNanos(0.99))
            : stage.transfer() == StartStage.Transfer.REGISTRY
                ? " of the image over the network"
                : " of the image from storage";
    return stage.stage() + how + when + use(stage.uses());
  }

  private static String use(@Nullable HostUse use) {
    if (use == null) {
      return "";
    }
    return switch (use.kind()) {
      case CPU -> ", CPU of the host";
      case STORAGE -> ", storage of the host";
      case LOCK -> ", lock " + use.name() + " of the host";
    };
  }

  private static String duration(double nanos) {
    boolean isSeconds = nanos >= 1e9;
    BigDecimal value = new BigDecimal(nanos).movePointLeft(isSeconds ? 9 : 6).round(THREE_DIGITS);
    boolean isZero = value.signum() == 0;
    return (isZero ? "0" : value.stripTrailingZeros().toPlainString())
        + (isSeconds || isZero ? "s" : "ms");
  }
}
