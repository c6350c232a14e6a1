package dev.medley.cluster.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.medley.cluster.resource.Bandwidth;
import dev.medley.cluster.resource.Bytes;
import dev.medley.distribution.Constant;
import dev.medley.random.StreamTree;
import java.io.InputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The closed form of pre-copy, its limits, and every way not to converge. */
class PreCopyTest {
  private static final double MIB = 1 << 20;
  private static final double GIB = 1 << 30;

  private static MigrationSpec spec(
      double downtimeSeconds, @Nullable Bytes workingSet, @Nullable Integer maxRounds) {
    return new MigrationSpec(
        new DirtyRate(new Bandwidth(0), 0),
        null,
        workingSet,
        Bandwidth.parse("64MiB/s"),
        Duration.ofNanos(Math.round(downtimeSeconds * 1e9)),
        new Constant(Duration.ZERO),
        maxRounds,
        Duration.ofSeconds(150),
        Duration.ofSeconds(800),
        MigrationSpec.AfterFailure.RETRY);
  }

  @Test
  void theNumberOfRoundsIsTheOraclesAndBytesAndTimesTheClosedForm() throws Exception {
    JsonNode oracle = null;
    try (InputStream in = PreCopyTest.class.getResourceAsStream("/oracles.json")) {
      for (JsonNode one : JsonMapper.shared().readTree(in)) {
        if (one.get("id").asString().equals("precopy_rounds")) {
          oracle = one;
        }
      }
    }
    assertThat(oracle).isNotNull();
    JsonNode given = oracle.get("params");
    double memory = given.get("V_MiB").asDouble() * MIB;
    double bandwidth = given.get("B_MiBps").asDouble() * MIB;
    double dirty = given.get("D_MiBps").asDouble() * MIB;
    double stop = given.get("stop_MiB").asDouble() * MIB;
    PreCopy course = PreCopy.of(spec(stop / bandwidth, null, null), memory, dirty, bandwidth);
    int n = oracle.get("exact_value").asInt();
    assertThat(course.ending()).isEqualTo(PreCopy.Ending.CONVERGED);
    assertThat(course.rounds()).isEqualTo(n);
    double r = dirty / bandwidth;
    double sent = memory * (1 - Math.pow(r, n + 1)) / (1 - r);
    assertThat(course.preCopyBytes() + course.lastBytes()).isCloseTo(sent, within(1e-6));
    assertThat(course.preCopySeconds() + course.lastSeconds(bandwidth))
        .isCloseTo(sent / bandwidth, within(1e-12));
    assertThat(course.lastBytes()).isCloseTo(memory * Math.pow(r, n), within(1e-6));
  }

  /** Every n, V, D and B that converges in time, against V r^n &lt;= stop &lt; V r^(n-1). */
  @Test
  void randomConvergingMigrationsObeyTheClosedForm() {
    var random = new StreamTree(11, 0).stream("pre-copy");
    for (int i = 0; i < 2000; i++) {
      double memory = (0.25 + 15 * random.nextDouble()) * GIB;
      double bandwidth = (32 + 1000 * random.nextDouble()) * MIB;
      double r = 0.01 + 0.9 * random.nextDouble();
      double downtime = 0.05 + random.nextDouble();
      PreCopy course = PreCopy.of(spec(downtime, null, null), memory, r * bandwidth, bandwidth);
      int n = course.rounds();
      double total = memory * (1 - Math.pow(r, n + 1)) / (1 - r);
      assertThat(course.ending()).isEqualTo(PreCopy.Ending.CONVERGED);
      assertThat(memory * Math.pow(r, n)).isLessThanOrEqualTo(downtime * bandwidth * (1 + 1e-9));
      assertThat(n == 0 ? Double.MAX_VALUE : memory * Math.pow(r, n - 1))
          .isGreaterThan(downtime * bandwidth * (1 - 1e-9));
      assertThat(course.preCopyBytes() + course.lastBytes())
          .as("case %d", i)
          .isCloseTo(total, within(total * 1e-9));
    }
  }

  @Test
  void anInstanceThatFitsTheDowntimeIsStoppedAtOnce() {
    PreCopy course = PreCopy.of(spec(1, null, null), 64 * MIB, 1e12, 64 * MIB);
    assertThat(course).isEqualTo(new PreCopy(PreCopy.Ending.CONVERGED, 0, 0, 0, 64 * MIB));
  }

  @Test
  void aWorkingSetIsAFloorOfTheDowntime() {
    // 1 GiB at 64 MiB/s writes 128 MiB/s, but only ever to the same 16 MiB: 0.25 s, one round
    PreCopy course = PreCopy.of(spec(0.3, new Bytes(16 << 20), null), GIB, 128 * MIB, 64 * MIB);
    assertThat(course).isEqualTo(new PreCopy(PreCopy.Ending.CONVERGED, 1, 16, GIB, 16 * MIB));
    // 32 MiB are 0.5 s: it never fits, rounds stop shrinking after the second, which ends at 16.5 s
    PreCopy stuck = PreCopy.of(spec(0.3, new Bytes(32 << 20), null), GIB, 128 * MIB, 64 * MIB);
    assertThat(stuck.ending()).isEqualTo(PreCopy.Ending.NO_PROGRESS);
    assertThat(stuck.preCopySeconds()).isEqualTo(16.5 + 150);
    assertThat(stuck.preCopyBytes()).isEqualTo(166.5 * 64 * MIB);
    // rounds 1 and 2 are 16 s and 0.5 s, then 0.5 s each until 166.5 s
    assertThat(stuck.rounds()).isEqualTo(302);
  }

  @Test
  void aRateAboveTheBandwidthNeverConverges() {
    // 4 GiB: the first round takes 64 s and is the last that is smaller than all before
    PreCopy stuck = PreCopy.of(spec(0.3, null, null), 4 * GIB, 100 * MIB, 64 * MIB);
    assertThat(stuck.ending()).isEqualTo(PreCopy.Ending.NO_PROGRESS);
    assertThat(stuck.preCopySeconds()).isEqualTo(64 + 150);
    assertThat(stuck.lastBytes()).isZero();
    // exactly as fast: rounds stay as they are, which is no progress either
    PreCopy equal = PreCopy.of(spec(0.3, null, null), 4 * GIB, 64 * MIB, 64 * MIB);
    assertThat(equal.ending()).isEqualTo(PreCopy.Ending.NO_PROGRESS);
    assertThat(equal.preCopySeconds()).isEqualTo(64 + 150);
  }

  @Test
  void slowConvergenceEndsAtTheCompletionTimeoutOrTheMostRounds() {
    // 1 GiB at 1 MiB/s takes 1024 s, longer than 800 s per GiB
    PreCopy slow = PreCopy.of(spec(0.3, null, null), GIB, 0, MIB);
    assertThat(slow).isEqualTo(new PreCopy(PreCopy.Ending.TOO_LONG, 1, 800, 800 * MIB, 0));
    // r = 1/2: 512, 256, 128 MiB ... 3 rounds are not enough for 19.2 MiB
    PreCopy few = PreCopy.of(spec(0.3, null, 3), 512 * MIB, 32 * MIB, 64 * MIB);
    assertThat(few)
        .isEqualTo(new PreCopy(PreCopy.Ending.TOO_MANY_ROUNDS, 3, 14, (512 + 256 + 128) * MIB, 0));
    PreCopy enough = PreCopy.of(spec(0.3, null, 5), 512 * MIB, 32 * MIB, 64 * MIB);
    assertThat(enough.ending()).isEqualTo(PreCopy.Ending.CONVERGED);
    assertThat(enough.lastBytes()).isEqualTo(16 * MIB);
  }

  @Test
  void dirtyRatesHaveTheirMeanAndSpread() {
    DirtyRate rate = new DirtyRate(Bandwidth.parse("16MiB/s"), 0.5);
    double sum = 0;
    double squares = 0;
    int count = 20_000;
    StreamTree streams = new StreamTree(3, 0);
    for (int i = 0; i < count; i++) {
      double each = rate.bytesPerSecond(streams.stream("dirty/" + i)) / (16 * MIB);
      sum += each;
      squares += each * each;
    }
    double mean = sum / count;
    // standard error 0.5 / sqrt(20000) = 0.0035: four of them
    assertThat(mean).isCloseTo(1, within(0.015));
    assertThat(Math.sqrt(squares / count - mean * mean)).isCloseTo(0.5, within(0.03));
    assertThat(new DirtyRate(Bandwidth.parse("1MiB/s"), 0).bytesPerSecond(streams.stream("x")))
        .isEqualTo(MIB);
  }
}
