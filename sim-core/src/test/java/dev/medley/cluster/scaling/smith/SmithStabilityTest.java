package dev.medley.cluster.scaling.smith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * The linear core on a pure dead-time plant y(k) = u(k - d), without clamp and quantisation,
 * against the roots of its characteristic equation.
 *
 * <p>A limit is found by bisection on growth: the amplitude late in a run of {@value #STEPS} steps
 * against the amplitude half way. At a relative distance of 1e-4 from the limit the amplitude
 * changes by more than 10 % between the two, while its reading off whole steps is good to 0.1 %; so
 * the tolerance is 2e-4 of the limit.
 */
class SmithStabilityTest {
  private static final int STEPS = 100_000;
  private static final int WINDOW = 1000;
  private static final double RELATIVE_TOLERANCE = 2e-4;

  @TestFactory
  List<DynamicTest> stabilityLimitsAreThoseOfTheory() {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode oracle : oracles()) {
      String id = oracle.get("id").asString();
      JsonNode params = oracle.get("params");
      double limit = oracle.get("exact_value").asDouble();
      if (id.startsWith("dti_Kmax")) {
        // A model without dead time turns the predictor into plain integral control.
        int delay = params.get("d").asInt();
        tests.add(dynamicTest(id, () -> assertLimit(0, delay, 0, limit)));
      } else if (id.equals("smith_Kmax")) {
        for (int delay : new int[] {0, 1, 5, 20}) {
          tests.add(dynamicTest(id + " d=" + delay, () -> assertLimit(0, delay, delay, limit)));
        }
      } else if (id.startsWith("smith_mis")) {
        int delay = params.get("d").asInt();
        int model = params.get("model_delay").asInt();
        tests.add(dynamicTest(id, () -> assertLimit(0, delay, model, limit)));
      }
    }
    assertThat(tests).hasSize(6 + 4 + 3);
    return tests;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.3, 0.6})
  void proportionalActionLowersTheLimitToTwoTimesOneMinusKp(double kp) {
    assertLimit(kp, 5, 5, 2 * (1 - kp));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 20})
  void unitGainIsDeadBeatWithAnExactModelWhateverTheDeadTime(int delay) {
    Loop loop = new Loop(10, 0, 1, delay, delay);
    loop.step(20);
    assertThat(loop.command()).isEqualTo(20);
    for (int k = 0; k < 3 * delay + 3; k++) {
      loop.step(20);
      assertThat(loop.command()).isEqualTo(20);
    }
    assertThat(loop.output()).isEqualTo(20);
  }

  @Test
  void filterOfTheMismatchHasUnitGain() {
    Loop loop = new Loop(10, 0, 0.5, 5, 3, 0.7);
    for (int k = 0; k < 400; k++) {
      loop.step(20);
    }
    assertThat(loop.output()).isCloseTo(20, within(1e-9));
  }

  private static void assertLimit(double kp, int delay, int model, double limit) {
    assertThat(firstUnstableGain(kp, delay, model))
        .isCloseTo(limit, within(RELATIVE_TOLERANCE * limit));
  }

  /** The smallest gain at which the loop grows: a coarse scan, then bisection. */
  private static double firstUnstableGain(double kp, int delay, int model) {
    double step = 0.02;
    double stable = 0;
    double unstable = step;
    while (!grows(kp, unstable, delay, model)) {
      stable = unstable;
      unstable += step;
      assertThat(unstable).isLessThan(3);
    }
    while (unstable - stable > RELATIVE_TOLERANCE / 20 * unstable) {
      double middle = (stable + unstable) / 2;
      if (grows(kp, middle, delay, model)) {
        unstable = middle;
      } else {
        stable = middle;
      }
    }
    return (stable + unstable) / 2;
  }

  private static boolean grows(double kp, double ki, int delay, int model) {
    Loop loop = new Loop(0, kp, ki, delay, model);
    double halfWay = 0;
    double late = 0;
    double window = 0;
    for (int k = 1; k <= STEPS; k++) {
      loop.step(1);
      window = Math.max(window, Math.abs(loop.command() - 1));
      if (k % WINDOW == 0) {
        if (window > 1e100 || window < 1e-12) {
          return window > 1;
        }
        halfWay = k == STEPS / 2 ? window : halfWay;
        late = window;
        window = 0;
      }
    }
    return late > halfWay;
  }

  private static List<JsonNode> oracles() {
    List<JsonNode> oracles = new ArrayList<>();
    try (InputStream in = SmithStabilityTest.class.getResourceAsStream("/oracles.json")) {
      new ObjectMapper().readTree(in).forEach(oracles::add);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return oracles;
  }

  /** The plant, the model and the core; commands before the start are the initial one. */
  private static final class Loop {
    private final double kp;
    private final double ki;
    private final double filter;
    private final int delay;
    private final int model;
    private final double[] commands;
    private SmithCore core;
    private double reference = Double.NaN;
    private int last;

    Loop(double initial, double kp, double ki, int delay, int model) {
      this(initial, kp, ki, delay, model, 0);
    }

    Loop(double initial, double kp, double ki, int delay, int model, double filter) {
      this.kp = kp;
      this.ki = ki;
      this.filter = filter;
      this.delay = delay;
      this.model = model;
      this.commands = new double[Math.max(delay, model) + 1];
      java.util.Arrays.fill(commands, initial);
      this.core = new SmithCore(initial, 1, kp, ki, filter);
    }

    void step(double newReference) {
      if (newReference != reference) {
        reference = newReference;
        core = new SmithCore(reference, 1, kp, ki, filter);
      }
      double next = core.next(command(), output(), command(), past(model));
      last = (last + 1) % commands.length;
      commands[last] = next;
    }

    double command() {
      return commands[last];
    }

    double output() {
      return past(delay);
    }

    private double past(int periods) {
      return commands[Math.floorMod(last - periods, commands.length)];
    }
  }
}
