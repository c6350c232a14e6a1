package dev.medley.cluster.scaling.hpa;

import dev.medley.cluster.scaling.Controller;
import dev.medley.cluster.scaling.Figures;
import dev.medley.cluster.scaling.ScalingDecision;
import dev.medley.cluster.scaling.ScalingMetric;
import dev.medley.cluster.scaling.ScalingView;

/**
 * One HorizontalPodAutoscaler at work: a whole pass per decision.
 *
 * <p>As in Kubernetes, a service at 0 replicas with a minimum above 0 is switched off: the answer
 * is then 0, the only one outside [min, max].
 */
final class HpaController implements Controller {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final HpaPolicy policy;
  private final ReplicaCalculator calculator;
  private final RecommendationHistory history;
  private boolean firstPass;
  private final long upWindowNanos;
  private final long downWindowNanos;
  private final boolean standardBehavior;

  HpaController(HpaPolicy policy) {
    this(policy, new RecommendationHistory(), true);
  }

  /** Starts with a past, which may be empty without this being the first pass. */
  HpaController(HpaPolicy policy, RecommendationHistory history, boolean firstPass) {
    this.policy = policy;
    this.history = history;
    this.firstPass = firstPass;
    this.calculator =
        new ReplicaCalculator(
            policy.metric() == ScalingMetric.CPU,
            policy.targetSteps(),
            policy.tolerance(),
            policy.tolerance(),
            policy.cpuInitializationPeriodSeconds() * NANOS_PER_SECOND,
            policy.initialReadinessDelaySeconds() * NANOS_PER_SECOND);
    HpaPolicy.Behavior behavior = policy.behavior();
    this.upWindowNanos = behavior.scaleUp().stabilizationWindowSeconds() * NANOS_PER_SECOND;
    this.downWindowNanos = behavior.scaleDown().stabilizationWindowSeconds() * NANOS_PER_SECOND;
    this.standardBehavior = behavior.equals(HpaPolicy.Behavior.STANDARD);
  }

  @Override
  public ScalingDecision decide(ScalingView view) {
    Pass pass = pass(view);
    return new ScalingDecision.Replicas(pass.replicas, pass.reason);
  }

  /** One reconciliation. */
  Pass pass(ScalingView view) {
    int current = view.specReplicas();
    if (firstPass) {
      // The size found is the first recommendation: no scaling down before the window has passed.
      history.append(current, view.nowNanos());
      firstPass = false;
    }
    if (current == 0 && view.minReplicas() != 0) {
      return new Pass(0, "off: the service is at 0 replicas", ReplicaLimit.DESIRED_WITHIN_RANGE);
    }
    // Out of bounds is put right at once, past metrics, stabilisation and growth limit.
    if (current > view.maxReplicas()) {
      return new Pass(view.maxReplicas(), "above the maximum", ReplicaLimit.TOO_MANY_REPLICAS);
    }
    if (current < view.minReplicas()) {
      return new Pass(view.minReplicas(), "below the minimum", ReplicaLimit.TOO_FEW_REPLICAS);
    }
    Proposal proposal = calculator.propose(current, view.instances());
    if (!proposal.basis().readable()) {
      return new Pass(current, proposal.basis().words(), ReplicaLimit.DESIRED_WITHIN_RANGE);
    }
    int stabilized = stabilized(current, proposal.replicas(), view.nowNanos());
    ReplicaLimit limit =
        ReplicaLimit.met(current, view.minReplicas(), view.maxReplicas(), stabilized);
    int replicas = limit.applied(current, view.minReplicas(), view.maxReplicas(), stabilized);
    return new Pass(replicas, reason(proposal, stabilized, limit), limit);
  }

  private int stabilized(int current, int proposed, long nowNanos) {
    // The two rules differ only in entries exactly as old as the window.
    return standardBehavior
        ? history.stabilized(proposed, nowNanos, downWindowNanos)
        : history.stabilized(current, proposed, nowNanos, upWindowNanos, downWindowNanos);
  }

  private String reason(Proposal proposal, int stabilized, ReplicaLimit limit) {
    String held = "";
    if (stabilized != proposal.replicas()) {
      HpaPolicy.Behavior behavior = policy.behavior();
      int seconds =
          stabilized > proposal.replicas()
              ? behavior.scaleDown().stabilizationWindowSeconds()
              : behavior.scaleUp().stabilizationWindowSeconds();
      held = ", held by " + seconds + " s stabilisation";
    }
    String limited =
        switch (limit) {
          case DESIRED_WITHIN_RANGE -> "";
          case SCALE_UP_LIMIT -> ", limited to twice the current size (at least 4)";
          case TOO_MANY_REPLICAS -> ", limited to the maximum";
          case TOO_FEW_REPLICAS -> ", limited to the minimum";
        };
    return basis(proposal) + held + limited;
  }

  private String basis(Proposal proposal) {
    boolean cpu = policy.metric() == ScalingMetric.CPU;
    double value = proposal.reported() / (cpu ? 100.0 : 1000.0);
    return switch (proposal.basis()) {
      case RATIO ->
          metricWord()
              + " "
              + Figures.of(value)
              + (proposal.ratio() > 1 ? " over target " : " under target ")
              + Figures.of(policy.target())
              + ": "
              + proposal.multiplier()
              + " x "
              + Figures.of(proposal.ratio())
              + " = "
              + proposal.replicas();
      case WITHIN_TOLERANCE ->
          metricWord()
              + " "
              + Figures.of(value)
              + " within tolerance "
              + Figures.of(policy.tolerance());
      default -> proposal.basis().words();
    };
  }

  private String metricWord() {
    return switch (policy.metric()) {
      case CPU -> "cpu";
      case CONCURRENCY -> "concurrency";
      case RATE -> "rate";
    };
  }

  /**
   * The outcome of one pass.
   *
   * @param replicas size asked for
   * @param reason why
   * @param limit which bound decided
   */
  record Pass(int replicas, String reason, ReplicaLimit limit) {}
}
