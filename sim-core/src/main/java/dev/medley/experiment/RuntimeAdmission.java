package dev.medley.experiment;

import dev.medley.check.Decimals;
import dev.medley.check.Problem;
import dev.medley.cluster.host.HostSpec;
import dev.medley.cluster.instance.Resources;
import dev.medley.cluster.resource.Bytes;
import dev.medley.cluster.resource.Cpu;
import dev.medley.cluster.runtime.FlagFigure;
import dev.medley.cluster.runtime.MemoryFigure;
import dev.medley.cluster.runtime.Protocol;
import dev.medley.cluster.runtime.ProtocolFigure;
import dev.medley.cluster.runtime.RuntimeLimits;
import dev.medley.cluster.runtime.RuntimeProfile;
import dev.medley.cluster.runtime.StartTime;
import dev.medley.cluster.runtime.SystemCalls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether a runtime can run a service on the hosts there are: its limits against the service's
 * needs, features and room of the hosts. Every reason against it, with path and source.
 */
final class RuntimeAdmission {
  /** Above this requirement the mission's rule asks for a virtual machine: a kernel of its own. */
  static final double OWN_KERNEL_ABOVE = 8;

  private static final double OWN_KERNEL = 2;
  private static final double SURE = 0.99;

  private final List<HostSpec> hosts;
  private final boolean unknownHosts;

  /**
   * Asks against hosts.
   *
   * @param hosts one of each group
   * @param unknownHosts whether there are groups whose type is not known: then hosts are not asked
   */
  RuntimeAdmission(List<HostSpec> hosts, boolean unknownHosts) {
    this.hosts = hosts;
    this.unknownHosts = unknownHosts;
  }

  /**
   * Why a runtime cannot run a service; empty when it can.
   *
   * @param path of the service
   * @param runtime name of the runtime
   * @param profile what {@link #adapted} made of its numbers
   */
  List<Problem> refusals(String path, ServiceSpec spec, String runtime, RuntimeProfile profile) {
    List<Problem> problems = new ArrayList<>();
    Reasons reasons = new Reasons(path, runtime, problems);
    checkMemory(reasons, spec, profile);
    checkNeeds(reasons, spec, profile);
    checkHosts(reasons, spec, profile);
    return problems;
  }

  /** A runtime's numbers as a service uses them: with its start-up and the features it needs. */
  static RuntimeProfile adapted(RuntimeProfile runtime, ServiceSpec spec) {
    RuntimeProfile started = runtime.startingWith(spec.startup());
    return spec.needsOrNone().gpu() ? started.requiring(ServiceNeeds.GPU) : started;
  }

  /** Where and of whom something is said. */
  private record Reasons(String path, String runtime, List<Problem> problems) {
    void add(String field, String message) {
      problems.add(new Problem(path + "." + field, message));
    }

    void most(String field, @Nullable Bytes asked, @Nullable MemoryFigure most) {
      if (asked != null && most != null && asked.bytes() > most.value().bytes()) {
        bound(field, "<= " + most.value(), asked.toString(), most.source());
      }
    }

    void bound(String field, String allowed, String was, String source) {
      add(field, "must be " + allowed + " on " + runtime + " (was " + was + "): " + source);
    }
  }

  private static void checkMemory(Reasons reasons, ServiceSpec spec, RuntimeProfile profile) {
    Bytes limit = spec.resources().limits().memory();
    Bytes asked = limit == null ? spec.resources().requests().memory() : limit;
    String field = "resources." + (limit == null ? "requests" : "limits") + ".memory";
    reasons.most(field, asked, profile.maxMemory());
    MemoryFigure least = profile.limitsOrNone().minMemory();
    if (least != null && asked.bytes() < least.value().bytes()) {
      reasons.bound(field, ">= " + least.value(), asked.toString(), least.source());
    }
  }

  private static void checkNeeds(Reasons reasons, ServiceSpec spec, RuntimeProfile profile) {
    ServiceNeeds needs = spec.needsOrNone();
    RuntimeLimits limits = profile.limitsOrNone();
    reasons.most(
        spec.image().layers().isEmpty() ? "image.size" : "image.layers",
        new Bytes(spec.image().bytes()),
        limits.maxImage());
    reasons.most("needs.model", needs.model(), limits.maxModel());
    reasons.most("needs.gpuMemory", needs.gpuMemory(), limits.maxGpuMemory());
    ProtocolFigure spoken = limits.protocols();
    if (spoken != null) {
      List<Protocol> foreign = new ArrayList<>(needs.protocols());
      foreign.removeAll(spoken.value());
      if (!foreign.isEmpty()) {
        reasons.bound(
            "needs.protocols", "among " + words(spoken.value()), words(foreign), spoken.source());
      }
    }
    SystemCalls calls = limits.systemCalls();
    Integer asked = needs.systemCalls();
    if (calls != null && asked != null && asked > calls.value()) {
      reasons.bound(
          "needs.systemCalls", "<= " + calls.value(), Integer.toString(asked), calls.source());
    }
    FlagFigure gpu = limits.gpu();
    if (needs.gpu() && gpu != null && !gpu.value()) {
      reasons.bound("needs.gpu", "false", "true", gpu.source());
    }
    FlagFigure ported = limits.ported();
    if (ported != null && ported.value() && Boolean.FALSE.equals(needs.portable())) {
      reasons.bound("needs.portable", "true", "false", ported.source());
    }
    if (needs.security() > OWN_KERNEL_ABOVE && profile.isolation().value() < OWN_KERNEL) {
      reasons.add(
          "needs.security",
          Decimals.shortest(needs.security())
              + " is above "
              + Decimals.shortest(OWN_KERNEL_ABOVE)
              + " and needs a kernel of its own, isolation 2; "
              + reasons.runtime()
              + " has "
              + Decimals.shortest(profile.isolation().value())
              + ": "
              + profile.isolation().source());
    }
  }

  private void checkHosts(Reasons reasons, ServiceSpec spec, RuntimeProfile profile) {
    boolean features = false;
    boolean resources = false;
    double fastestNanos = Double.POSITIVE_INFINITY;
    Duration budget = spec.needsOrNone().startBudget();
    Resources.Requests asked = spec.resources().requests();
    long memoryBytes = spec.resources().memoryBytes(profile.memoryOverhead());
    for (HostSpec host : hosts) {
      if (host.type().features().containsAll(profile.requires())) {
        features = true;
        resources |=
            asked.cpu().milli() <= host.allocatableCpuMilli()
                && memoryBytes <= host.type().memory().bytes();
        if (budget != null) {
          fastestNanos = Math.min(fastestNanos, startNanos(spec, profile, host));
        }
      }
    }
    if (unknownHosts) {
      return;
    }
    if (!features) {
      reasons.add(
          "runtime",
          reasons.runtime()
              + " needs hosts with "
              + profile.requires()
              + "; no host group has them");
      return;
    }
    if (!resources) {
      reasons.add(
          "resources.requests",
          "cpu "
              + asked.cpu()
              + " and memory "
              + new Bytes(memoryBytes)
              + " (the runtime's own included) are more than any admissible host has for instances:"
              + room());
    }
    if (budget != null && fastestNanos > budget.toNanos()) {
      reasons.add(
          "needs.startBudget",
          "is "
              + Decimals.seconds(budget)
              + ", but 1 of 100 starts on "
              + reasons.runtime()
              + " takes longer than "
              + Decimals.shortest(Math.rint(fastestNanos / 1e6) / 1e3)
              + " s with the image present");
    }
  }

  private static double startNanos(ServiceSpec spec, RuntimeProfile profile, HostSpec host) {
    long bytes = spec.image().bytes();
    return StartTime.of(profile, true, 0, host.type().storage().transferNanos(bytes))
        .quantileNanos(SURE);
  }

  private String room() {
    StringBuilder text = new StringBuilder();
    for (HostSpec host : hosts) {
      text.append(text.isEmpty() ? " " : ", ")
          .append(host.groupName())
          .append(" cpu ")
          .append(new Cpu(host.allocatableCpuMilli()))
          .append(" and memory ")
          .append(host.type().memory());
    }
    return text.toString();
  }

  private static String words(List<Protocol> protocols) {
    return protocols.stream()
        .map(protocol -> protocol.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
