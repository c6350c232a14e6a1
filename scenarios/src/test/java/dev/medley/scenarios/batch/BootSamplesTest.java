package dev.medley.scenarios.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.medley.experiment.MetricValue;
import dev.medley.experiment.Outcome;
import dev.medley.experiment.Replication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Simulated start times against published samples: median and 99th percentile of as many starts as
 * the sample has, median over replications.
 *
 * <p>Source of the measured figures: firecracker-microvm/nsdi2020-data @cf1b30f6,
 * data/m5d.metal/raw; quantiles by linear interpolation. They are milliseconds.
 */
class BootSamplesTest {
  private static final ScenarioLoader LOADER = ScenarioLoader.standard(List.of());
  private static final int REPLICATIONS = 21;
  private static final double MEDIAN_WITHIN = 0.03;
  private static final double P99_WITHIN = 0.06;

  private static PreparedScenario prepared(String runtime, int inFlight, int count) {
    return LOADER.load(
        "boot-firecracker",
        List.of(
            "services.guests.runtime=" + runtime,
            "workload.guests.starts.inFlight=" + inFlight,
            "workload.guests.starts.count=" + count));
  }

  /** Median over replications of figures whose names begin and end so, milliseconds. */
  private static double[] medians(PreparedScenario scenario, int replications, String... names) {
    double[][] values = new double[names.length][replications];
    for (int i = 0; i < replications; i++) {
      Outcome outcome = Replication.run(scenario.model(), scenario.scenario().seed(), i);
      for (int n = 0; n < names.length; n++) {
        values[n][i] = figure(outcome, names[n]) * 1e3;
      }
    }
    return Arrays.stream(values).mapToDouble(row -> quantile(row, 0.5)).toArray();
  }

  private static double figure(Outcome outcome, String name) {
    return outcome.metrics().stream()
        .filter(metric -> metric.name().equals(name))
        .mapToDouble(MetricValue::value)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no figure " + name));
  }

  private static double[] starts(String runtime, int inFlight, int count, int replications) {
    String name = "instance.start{runtime=" + runtime + ",service=guests}";
    return medians(prepared(runtime, inFlight, count), replications, name + ".p50", name + ".p99");
  }

  private static double quantile(double[] of, double at) {
    double[] sorted = of.clone();
    Arrays.sort(sorted);
    double place = at * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  @ParameterizedTest
  @CsvSource({
    "firecracker,        1,  500, 160.9, 172.5",
    "firecracker,       10, 1000, 157.3, 189.0",
    "firecracker,       50, 1000, 205.9, 246.4",
    "cloud-hypervisor,   1,  500, 102.5, 109.7",
    "cloud-hypervisor,  50, 1000, 127.7, 158.8",
    "qemu-qboot,         1,  500, 213.9, 220.7",
    "qemu-qboot,        50, 1000, 231.0, 279.0"
  })
  void aProfileGivesTheMeasuredStartTimes(
      String runtime, int inFlight, int count, double median, double p99) {
    double[] simulated = starts(runtime, inFlight, count, REPLICATIONS);

    assertThat(simulated[0]).as("median").isCloseTo(median, within(MEDIAN_WITHIN * median));
    assertThat(simulated[1]).as("p99").isCloseTo(p99, within(P99_WITHIN * p99));
  }

  /** Degrees that no profile was calibrated on. */
  @ParameterizedTest
  @CsvSource({"firecracker", "cloud-hypervisor", "qemu-qboot"})
  void betweenAndBeyondTheSamplesStartsGrowSmoothly(String runtime) {
    int[] degrees = {2, 5, 10, 20, 30, 50, 75, 100};
    double[] medians = new double[degrees.length];
    for (int d = 0; d < degrees.length; d++) {
      medians[d] = starts(runtime, degrees[d], 1000, 5)[0];
    }

    assertThat(medians).isSorted();
    // a few starts do not notice each other, many take turns: twice as many take nearly twice as
    // long
    assertThat(medians[2] / medians[0]).isBetween(1.0, 1.03);
    assertThat(medians[7] / medians[5]).isBetween(1.45, 2.0);
    assertThat((medians[7] - medians[6]) / (medians[6] - medians[5])).isBetween(0.8, 1.4);
  }

  /** The published split: the guest hardly notices its neighbours, the host's part grows. */
  @ParameterizedTest
  @CsvSource({"1, 110", "10, 108", "50, 113"})
  void theGuestHardlyNoticesItsNeighbours(int inFlight, double measured) {
    String stage = inFlight == 1 ? "guest-alone" : "guest";
    double[] guest =
        medians(
            prepared("firecracker", inFlight, 1000),
            3,
            "instance.start.stage{service=guests,stage=" + stage + "}.p50");

    assertThat(guest[0]).isCloseTo(measured, within(0.04 * measured));
  }

  @ParameterizedTest
  @CsvSource({
    "firecracker-serial,            500, 160.9, 172.5",
    "firecracker-parallel-10,      1000, 157.3, 189.0",
    "firecracker-parallel-50,      1000, 205.9, 246.4",
    "cloud-hypervisor-serial,       500, 102.5, 109.7",
    "cloud-hypervisor-parallel-50, 1000, 127.7, 158.8",
    "qemu-qboot-serial,             500, 213.9, 220.7",
    "qemu-qboot-parallel-50,       1000, 231.0, 279.0"
  })
  void theMeasuredFiguresAreThoseOfTheFiles(String file, int count, double median, double p99)
      throws IOException {
    String data = System.getenv("MEDLEY_DATA");
    assumeTrue(data != null, "MEDLEY_DATA is not set: the samples are not read");
    List<Double> millis = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of(data, "boot", file + ".dat"))) {
      if (!line.isBlank()) {
        millis.add(Long.parseLong(line.strip().split("\\s+")[0]) / 1e3);
      }
    }
    double[] sample = millis.stream().mapToDouble(Double::doubleValue).toArray();

    assertThat(sample).hasSize(count);
    assertThat(quantile(sample, 0.5)).isCloseTo(median, within(0.06));
    assertThat(quantile(sample, 0.99)).isCloseTo(p99, within(0.06));
  }

  @Test
  void aHundredThousandInstancesStartOnOneHost() {
    PreparedScenario storm = LOADER.load("boot-storm-wasm", List.of());
    Outcome outcome = Replication.run(storm.model(), 1, 0);

    String name = "instance.start{runtime=wasmtime,service=functions}";
    assertThat(outcome.histograms().get(name).count()).isEqualTo(100_000);
    // 5 MB at 25 Gb/s, then 100,000 times 6.8 us of CPU on 128 cores
    assertThat(figure(outcome, name + ".max"))
        .isCloseTo(5e6 * 8 / 25e9 + 100_000 * 6.8e-6 / 128, within(1e-5));
  }

  @Test
  void twoThousandVirtualMachinesStartOnAHundredHosts() {
    PreparedScenario storm = LOADER.load("boot-storm-vmi", List.of());
    Outcome outcome = Replication.run(storm.model(), 1, 0);

    String name = "instance.start{runtime=kubevirt,service=vmis}";
    assertThat(outcome.histograms().get(name).count()).isEqualTo(2000);
    // 15.0 s to Running, then guest and agent: `medley runtimes show kubevirt` says 38.8 s
    assertThat(figure(outcome, name + ".p50")).isCloseTo(38.8, within(0.8));
    assertThat(figure(outcome, "instance.unscheduled.max{runtime=kubevirt,service=vmis}")).isZero();
  }
}
