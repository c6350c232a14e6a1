package dev.medley.cluster.scaling.hpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.medley.cluster.scaling.InstanceObservation;
import dev.medley.cluster.scaling.ScalingMetric;
import dev.medley.cluster.scaling.Views;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * The controller against cases read from Kubernetes' own tests and documentation, and derived ones.
 *
 * <p>Each case of the two files is either run or left out for a reason that is counted: no case can
 * be lost in silence.
 */
class KubernetesConformanceTest {
  /** A sample whose time is not known is very old. */
  private static final long LONG_AGO_SECONDS = 1_000_000_000L;

  private static final String RUN = "run";

  @TestFactory
  List<DynamicTest> controllerAgreesWithKubernetes() {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode c : cases()) {
      if (left(c).equals(RUN)) {
        String name = text(c, "id") + " (" + text(c, "provenance") + ", " + text(c, "kind") + ")";
        tests.add(dynamicTest(name, () -> check(c)));
      }
    }
    return tests;
  }

  @Test
  void everyCaseIsRunOrLeftOutForAReason() {
    Map<String, Integer> counts = new TreeMap<>();
    for (JsonNode c : cases()) {
      counts.merge(left(c).equals(RUN) ? RUN + " " + text(c, "kind") : left(c), 1, Integer::sum);
    }
    assertThat(counts)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "run calc", 32,
                "run classify", 8,
                "run reconcile", 16,
                "run stabilize-no-behavior", 4,
                "run stabilize-with-behavior", 7,
                "run limit-no-behavior", 4,
                "left: object and external metrics", 26,
                "left: several metrics", 4,
                "left: scaling policies of behavior", 34));
  }

  /** Why a case is left to a later issue, or {@link #RUN}. */
  private static String left(JsonNode c) {
    JsonNode given = c.get("given");
    switch (text(c, "kind")) {
      case "limit-with-behavior", "rate-limit", "store-scale-event":
        return "left: scaling policies of behavior";
      case "calc":
        return perInstance(given.get("metric")) ? RUN : "left: object and external metrics";
      case "reconcile":
        if (given.get("metrics").size() != 1) {
          return "left: several metrics";
        }
        if (!perInstance(given.get("metrics").get(0))) {
          return "left: object and external metrics";
        }
        return given.get("behavior").isNull() ? RUN : "left: scaling policies of behavior";
      default:
        return RUN;
    }
  }

  private static boolean perInstance(JsonNode metric) {
    String type = text(metric, "type");
    return type.equals("cpu-utilization") || type.equals("pods-average");
  }

  private static void check(JsonNode c) {
    Consumer<JsonNode> check =
        switch (text(c, "kind")) {
          case "calc" -> KubernetesConformanceTest::checkCalculation;
          case "classify" -> KubernetesConformanceTest::checkClasses;
          case "reconcile" -> KubernetesConformanceTest::checkPass;
          case "stabilize-no-behavior", "stabilize-with-behavior" ->
              KubernetesConformanceTest::checkStabilisation;
          case "limit-no-behavior" -> KubernetesConformanceTest::checkLimit;
          default -> throw new AssertionError(c);
        };
    check.accept(c);
  }

  private static void checkCalculation(JsonNode c) {
    JsonNode given = c.get("given");
    JsonNode metric = given.get("metric");
    boolean cpu = text(metric, "type").equals("cpu-utilization");
    ReplicaCalculator calculator =
        new ReplicaCalculator(
            cpu,
            metric.get(cpu ? "targetUtilizationPercent" : "targetAverageMilli").asLong(),
            given.get("tolerance").get("scaleUp").asDouble(),
            given.get("tolerance").get("scaleDown").asDouble(),
            nanos(given.get("cpuInitializationPeriodSeconds")),
            nanos(given.get("delayOfInitialReadinessStatusSeconds")));
    int current = given.get("currentReplicas").asInt();
    Proposal proposal = calculator.propose(current, instances(given, metric));
    JsonNode expect = c.get("expect");
    int checked = 0;
    for (String key : expect.propertyNames()) {
      JsonNode value = expect.get(key);
      switch (key) {
        case "replicas" -> assertThat(proposal.replicas()).isEqualTo(value.asInt());
        case "utilizationPercent", "averageMilli" ->
            assertThat(proposal.reported()).isEqualTo(value.asLong());
        case "rawAveragePerPodMilli" ->
            assertThat(proposal.rawAverageMilli()).isEqualTo(value.asLong());
        case "error" -> assertThat(error(proposal.basis())).isEqualTo(value.asString());
        default -> throw new AssertionError("unknown expectation " + key);
      }
      checked++;
    }
    assertThat(checked).isPositive();
    assertThat(proposal.basis().readable()).isEqualTo(!expect.has("error"));
  }

  private static String error(Proposal.Basis basis) {
    return switch (basis) {
      case NO_SAMPLES -> "NO_METRICS_FROM_API";
      case MISSING_REQUEST -> "MISSING_REQUEST";
      case NO_READY_SAMPLES -> "NO_READY_POD_METRICS";
      case NO_REQUESTS -> "NO_METRICS_MATCHED_PODS";
      case RATIO, WITHIN_TOLERANCE, DIRECTION_TURNED -> "";
    };
  }

  private static void checkClasses(JsonNode c) {
    JsonNode given = c.get("given");
    int ready = 0;
    List<String> unready = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    List<String> ignored = new ArrayList<>();
    for (JsonNode pod : given.get("pods")) {
      JsonNode sample = pod.get("metric");
      boolean hasSample = !sample.isNull();
      InstanceClass kind =
          InstanceClass.of(
              instance(
                  pod,
                  hasSample ? 1 : InstanceObservation.MISSING,
                  1,
                  hasSample ? seconds(sample.get("ageSeconds"), LONG_AGO_SECONDS) : 0,
                  hasSample ? sample.get("windowSeconds").asLong() : 0),
              text(given, "resource").equals("cpu"),
              nanos(given.get("cpuInitializationPeriodSeconds")),
              nanos(given.get("delayOfInitialReadinessStatusSeconds")));
      String name = text(pod, "name");
      switch (kind) {
        case READY -> ready++;
        case UNREADY -> unready.add(name);
        case MISSING -> missing.add(name);
        case IGNORED -> ignored.add(name);
      }
    }
    JsonNode expect = c.get("expect");
    assertThat(ready).isEqualTo(expect.get("readyCount").asInt());
    assertThat(unready).isEqualTo(texts(expect.get("unready")));
    assertThat(missing).isEqualTo(texts(expect.get("missing")));
    assertThat(ignored).isEqualTo(texts(expect.get("ignored")));
  }

  private static void checkPass(JsonNode c) {
    JsonNode given = c.get("given");
    JsonNode metric = given.get("metrics").get(0);
    boolean cpu = text(metric, "type").equals("cpu-utilization");
    assertThat(given.get("tolerance").get("scaleUp"))
        .isEqualTo(given.get("tolerance").get("scaleDown"));
    assertThat(given.get("downscaleStabilizationSeconds").asInt()).isEqualTo(300);
    double target =
        cpu
            ? metric.get("targetUtilizationPercent").asLong() / 100.0
            : metric.get("targetAverageMilli").asLong() / 1000.0;
    HpaPolicy policy =
        new HpaPolicy(
            cpu ? ScalingMetric.CPU : ScalingMetric.RATE,
            target,
            given.get("tolerance").get("scaleUp").asDouble(),
            HpaPolicy.Behavior.STANDARD,
            given.get("cpuInitializationPeriodSeconds").asInt(),
            given.get("delayOfInitialReadinessStatusSeconds").asInt());
    long now = LONG_AGO_SECONDS * Views.SECOND;
    HpaController controller =
        new HpaController(policy, history(given, now), given.get("recommendationHistory").isNull());
    List<InstanceObservation> instances = instances(given, metric);
    HpaController.Pass pass =
        controller.pass(
            new Views.Snapshot(
                now,
                given.get("specReplicas").asInt(),
                given.get("minReplicas").asInt(),
                given.get("maxReplicas").asInt(),
                0,
                0,
                instances));
    JsonNode expect = c.get("expect");
    assertThat(pass.replicas()).isEqualTo(expect.get("replicas").asInt());
    if (expect.has("limitReason")) {
      assertThat(camelCase(pass.limit())).isEqualTo(text(expect, "limitReason"));
    }
  }

  private static void checkStabilisation(JsonNode c) {
    JsonNode given = c.get("given");
    long now = LONG_AGO_SECONDS * Views.SECOND;
    RecommendationHistory history = history(given, now);
    int desired = given.get("desired").asInt();
    int replicas;
    if (text(c, "kind").equals("stabilize-no-behavior")) {
      replicas =
          history.stabilized(desired, now, nanos(given.get("downscaleStabilizationSeconds")));
    } else {
      JsonNode behavior = given.get("behavior");
      replicas =
          history.stabilized(
              given.get("specReplicas").asInt(),
              desired,
              now,
              nanos(behavior.get("scaleUp").get("stabilizationWindowSeconds")),
              nanos(behavior.get("scaleDown").get("stabilizationWindowSeconds")));
    }
    JsonNode expect = c.get("expect");
    assertThat(replicas).isEqualTo(expect.get("replicas").asInt());
    if (expect.has("historyLength")) {
      assertThat(history.size()).isEqualTo(expect.get("historyLength").asInt());
    }
    if (expect.has("history")) {
      List<Integer> values = new ArrayList<>();
      for (int i = 0; i < history.size(); i++) {
        values.add(history.replicas(i));
      }
      List<Integer> expected = new ArrayList<>();
      expect.get("history").forEach(value -> expected.add(value.asInt()));
      assertThat(values).isEqualTo(expected);
    }
  }

  private static void checkLimit(JsonNode c) {
    JsonNode given = c.get("given");
    int spec = given.get("specReplicas").asInt();
    int min = given.get("min").asInt();
    int max = given.get("max").asInt();
    int desired = given.get("desired").asInt();
    ReplicaLimit limit = ReplicaLimit.met(spec, min, max, desired);
    JsonNode expect = c.get("expect");
    assertThat(limit.applied(spec, min, max, desired)).isEqualTo(expect.get("replicas").asInt());
    assertThat(camelCase(limit)).isEqualTo(text(expect, "reason"));
  }

  private static String camelCase(ReplicaLimit limit) {
    return switch (limit) {
      case DESIRED_WITHIN_RANGE -> "DesiredWithinRange";
      case SCALE_UP_LIMIT -> "ScaleUpLimit";
      case TOO_MANY_REPLICAS -> "TooManyReplicas";
      case TOO_FEW_REPLICAS -> "TooFewReplicas";
    };
  }

  private static RecommendationHistory history(JsonNode given, long nowNanos) {
    RecommendationHistory history = new RecommendationHistory();
    for (JsonNode entry : given.get("recommendationHistory")) {
      history.append(entry.get("value").asInt(), nowNanos - nanos(entry.get("ageSeconds")));
    }
    return history;
  }

  private static List<InstanceObservation> instances(JsonNode given, JsonNode metric) {
    long sampleAge = given.get("metricAgeSeconds").asLong();
    long window = given.get("metricWindowSeconds").asLong();
    List<InstanceObservation> instances = new ArrayList<>();
    for (JsonNode pod : given.get("pods")) {
      JsonNode amounts = pod;
      if (metric.hasNonNull("container")) {
        for (JsonNode container : pod.get("containers")) {
          if (text(container, "name").equals(text(metric, "container"))) {
            amounts = container;
          }
        }
        assertThat(amounts).isNotSameAs(pod);
      }
      instances.add(
          instance(
              pod,
              orMissing(amounts.get("usageMilli")),
              orMissing(amounts.get("requestMilli")),
              sampleAge,
              window));
    }
    if (given.has("extraMetricsMilli")) {
      // Samples of instances that are gone: in our view they are on their way out.
      for (JsonNode usage : given.get("extraMetricsMilli")) {
        instances.add(
            new InstanceObservation(true, true, true, 0, 0, usage.asLong(), 1, sampleAge, window));
      }
    }
    return instances;
  }

  /**
   * One pod in our words. A pod without Ready condition has not been ready since its start; one
   * without a start time has only just started; one that has ended is gone.
   */
  private static InstanceObservation instance(
      JsonNode pod, long usageMilli, long requestMilli, long sampleAgeSeconds, long windowSeconds) {
    String phase = text(pod, "phase");
    boolean ended = phase.equals("Failed") || phase.equals("Succeeded");
    boolean started = !phase.equals("Pending");
    boolean startKnown = !pod.get("startAgeSeconds").isNull();
    long startAge = seconds(pod.get("startAgeSeconds"), 0);
    boolean ready = startKnown && pod.get("ready").asBoolean(false);
    long transitionAge = seconds(pod.get("readyTransitionAgeSeconds"), startAge);
    return new InstanceObservation(
        started,
        ready,
        ended || pod.get("deleted").asBoolean(),
        startAge * Views.SECOND,
        transitionAge * Views.SECOND,
        usageMilli,
        requestMilli,
        sampleAgeSeconds * Views.SECOND,
        windowSeconds * Views.SECOND);
  }

  private static long orMissing(JsonNode value) {
    return value == null || value.isNull() ? InstanceObservation.MISSING : value.asLong();
  }

  private static long seconds(JsonNode value, long absent) {
    return value == null || value.isNull() ? absent : value.asLong();
  }

  private static long nanos(JsonNode seconds) {
    return seconds.asLong() * Views.SECOND;
  }

  private static String text(JsonNode node, String key) {
    return node.get(key).asString();
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(item -> texts.add(item.asString()));
    return texts;
  }

  private static List<JsonNode> cases() {
    List<JsonNode> cases = new ArrayList<>();
    for (String file : List.of("hpa_replicas.json", "hpa_behavior.json")) {
      try (InputStream in = KubernetesConformanceTest.class.getResourceAsStream("/k8s/" + file)) {
        new ObjectMapper().readTree(in).forEach(cases::add);
      } catch (IOException e) {
        throw new AssertionError(file, e);
      }
    }
    return cases;
  }
}
