package dev.medley.scenarios.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.medley.check.InvalidConfiguration;
import dev.medley.cluster.workload.Arrivals;
import dev.medley.cluster.workload.CountSeries;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CountsCsvTest {
  private static final long MINUTE_NANOS = 60_000_000_000L;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "time,count\n0,5\n60,7\n120,0\n",
        "time,count\r\n0,5\r\n60,7\r\n120,0\r\n",
        "time,count\n0,5\n60,7\n120,0",
        "\uFEFFtime,count\n0,5\n60,7\n120,0\n",
        "\"time\",\"count\"\n\"0\",\"5\"\n\"60\",\"7\"\n\"120\",\"0\"\n",
        "time , count\n0 , 5\n60 , 7\n120 , 0\n",
        "time,host,count,note\n0,a,5,x\n60,b,7,\"y, \"\"z\"\"\"\n\"120\",c,0,\n",
        "time,count,note\n0,5\n60,7\n120,0\n",
        "time,count\n\n0,5\n\n60,7\n120,0\n\n",
        "time,count\n0,5.0\n60,7.0\n120,0.0\n",
        "time,count\n1998-06-30 00:00:00,5\n1998-06-30 00:01:00,7\n1998-06-30 00:02:00,0\n",
        "time,count\n1998-06-30T00:00,5\n1998-06-30T00:01,7\n1998-06-30T00:02,0\n",
        "time,count\n1998-06-30T23:59:00Z,5\n1998-07-01T00:00:00Z,7\n1998-07-01T00:01:00Z,0\n",
        "time,count\n1998-06-30T01:00:00+01:00,5\n1998-06-30T00:01:00Z,7\n1998-06-30T00:02Z,0\n",
      })
  void theSameCountsAreReadFromEveryWayToWriteThem(String text) throws IOException {
    CountSeries series = read(text, "count", null);

    assertThat(series.counts()).containsExactly(5, 7, 0);
    assertThat(series.intervalNanos()).isEqualTo(MINUTE_NANOS);
    assertThat(series.total()).isEqualTo(12);
  }

  @Test
  void aColumnOfCountsAloneIsEnoughWithAnInterval() throws IOException {
    CountSeries bom = read("\uFEFFrequests\n3\n4\n", "requests", Duration.ofMillis(500));

    assertThat(bom.counts()).containsExactly(3, 4);
    assertThat(bom.intervalNanos()).isEqualTo(500_000_000L);
  }

  @Test
  void theIntervalGivenWinsOverTheTimes() throws IOException {
    CountSeries series = read("time,count\nx,3\ny,4\n", "count", Duration.ofSeconds(5));

    assertThat(series.intervalNanos()).isEqualTo(5_000_000_000L);
  }

  @Test
  void datesAloneAreDays() throws IOException {
    assertThat(read("day,count\n1998-06-30,1\n1998-07-01,2\n", "count", null).intervalNanos())
        .isEqualTo(Duration.ofDays(1).toNanos());
  }

  @Test
  void oneRowNeedsAnInterval() throws IOException {
    assertThat(problems("time,count\n0,5\n", "count", null))
        .singleElement()
        .asString()
        .contains("give interval");
    assertThat(read("time,count\n0,5\n", "count", Duration.ofSeconds(1)).counts())
        .containsExactly(5);
  }

  @Test
  void aMissingColumnIsToldOnceWithThoseThereAre() throws IOException {
    assertThat(problems("time,value\n0,5\n60,6\n120,7\n", "count", null))
        .singleElement()
        .asString()
        .contains("counts.csv:1", "no column 'count'", "time, value");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-1",
        "1.5",
        "many",
        "''",
        "1e3",
        "0x10",
        "1000000000001",
        "99999999999999999999999999",
        "NaN"
      })
  void aCountThatIsNoneIsToldWithItsLine(String count) throws IOException {
    String shown = count.equals("''") ? "" : count;

    assertThat(problems("time,count\n0,1\n60," + shown + "\n120,3\n", "count", null))
        .singleElement()
        .asString()
        .contains("counts.csv:3", "count: must be a whole number >= 0", "'" + shown + "'");
  }

  @Test
  void aRowThatIsTooShortIsToldWithItsLine() throws IOException {
    assertThat(problems("time,count\n0,1\n60\n120,3\n", "count", null))
        .singleElement()
        .asString()
        .contains("counts.csv:3", "count: must be");
  }

  @Test
  void aRowThatIsTooLongIsRefused() throws IOException {
    assertThat(problems("time,count\n0,1\n60,2,3\n", "count", null)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "60, 60, 0 s after",
    "60, 30, -30 s after",
    "60, 180, 120 s after",
    "0, 0, 0 s after",
    "-60, 0, -60 s after"
  })
  void timesThatAreNotEquallyFarApartAreTold(long second, long third, String told)
      throws IOException {
    List<String> problems =
        problems("time,count\n0,1\n" + second + ",2\n" + third + ",3\n", "count", null);

    assertThat(problems).anySatisfy(problem -> assertThat(problem).contains(told));
    assertThat(problems).allSatisfy(problem -> assertThat(problem).contains("counts.csv:"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"yesterday", "1998-13-01", "12:00", "", "60.5", "9223372036854775807"})
  void aTimeThatIsNoneIsTold(String time) throws IOException {
    assertThat(problems("time,count\n0,1\n" + time + ",2\n", "count", null))
        .anySatisfy(
            problem ->
                assertThat(problem).contains("counts.csv:3", "must be a time", "'" + time + "'"));
  }

  @Test
  void timesCenturiesApartAreTold() throws IOException {
    assertThat(problems("time,count\n0,1\n999999999999,2\n", "count", null)).isNotEmpty();
  }

  @Test
  void moreRequestsThanCanBeCountedAreRefused() throws IOException {
    String rows = "1000000000000\n".repeat(1001);

    assertThat(problems("count\n" + rows, "count", Duration.ofSeconds(1)))
        .singleElement()
        .asString()
        .contains("counts.csv:1002", "10^15");
  }

  @Test
  void manyProblemsAreCutAtTwenty() throws IOException {
    assertThat(problems("time,count\n" + "0,x\n".repeat(1000), "count", Duration.ofSeconds(1)))
        .hasSize(20);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "time,count\n"})
  void aFileWithoutRowsIsRefused(String text) throws IOException {
    assertThat(problems(text, "count", null)).singleElement().asString().contains("no rows");
  }

  @Test
  void aFileThatIsNotThereOrNoFileIsRefused() {
    for (Path path : List.of(folder.resolve("nope.csv"), folder)) {
      assertThatThrownBy(() -> CountsCsv.read(path, spec("count", null)))
          .isInstanceOf(InvalidConfiguration.class)
          .hasMessageContaining(path.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void binaryGarbageIsRefused(long seed) throws IOException {
    byte[] garbage = new byte[100_000];
    new Random(seed).nextBytes(garbage);
    Path file = folder.resolve("counts.csv");
    Files.write(file, garbage);

    assertThatThrownBy(() -> CountsCsv.read(file, spec("count", null)))
        .as("seed %d", seed)
        .isInstanceOf(InvalidConfiguration.class)
        .satisfies(
            failure -> assertThat(String.valueOf(failure.getMessage())).hasSizeLessThan(9000));
  }

  @Test
  void garbageUnderAGoodHeaderIsRefused() throws IOException {
    byte[] garbage = new byte[50_000];
    new Random(1).nextBytes(garbage);
    String text = "time,count\n0,1\n60,2\n" + new String(garbage, StandardCharsets.ISO_8859_1);

    assertThat(problems(text, "count", null)).isNotEmpty();
  }

  @Test
  void anEnormousFileIsRefusedUnread() throws IOException {
    Path file = folder.resolve("counts.csv");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(300L << 20);
    }

    assertThatThrownBy(() -> CountsCsv.read(file, spec("count", null)))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageContaining("larger than 256 MiB");
  }

  @Test
  void theRealDayIsReadInFull() {
    CountSeries series = real("worldcup98-1998-06-30.csv", "count");

    assertThat(series.counts()).hasSize(1440);
    assertThat(series.total()).isEqualTo(75_207_657L);
    assertThat(Arrays.stream(series.counts()).max()).hasValue(215_241);
    assertThat(series.intervalNanos()).isEqualTo(MINUTE_NANOS);
  }

  @Test
  void theRealWeekIsReadInFull() {
    CountSeries series = real("worldcup98-week.csv", "count");

    assertThat(series.counts().length % 1440).isZero();
    assertThat(series.intervalNanos()).isEqualTo(MINUTE_NANOS);
  }

  @Test
  void otherStepsAreReadFromRealTimes() {
    assertThat(real("nyc_taxi.csv", "value").intervalNanos()).isEqualTo(30 * MINUTE_NANOS);
  }

  @Test
  void gapsInRealTimesAreToldAndNotPapered() {
    Path file = real("elb_request_count_8c0756.csv");

    assertThatThrownBy(() -> CountsCsv.read(file, spec("value", null)))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageContaining("csv:140: first column: is 600 s after the row before, not 300 s");
  }

  private static CountSeries real(String name, String column) {
    return CountsCsv.read(real(name), spec(column, null));
  }

  private static Path real(String name) {
    String data = System.getenv("MEDLEY_DATA");
    assumeTrue(data != null, "MEDLEY_DATA is not set: real traces are not read");
    return Path.of(data, "traces", name);
  }

  private CountSeries read(String text, String column, @Nullable Duration interval)
      throws IOException {
    Path file = Files.writeString(folder.resolve("counts.csv"), text);
    return CountsCsv.read(file, spec(column, interval));
  }

  private List<String> problems(String text, String column, @Nullable Duration interval)
      throws IOException {
    try {
      read(text, column, interval);
    } catch (InvalidConfiguration e) {
      return e.problems().stream().map(Object::toString).toList();
    }
    throw new AssertionError("was accepted: " + text);
  }

  private static Arrivals.Counts spec(String column, @Nullable Duration interval) {
    return new Arrivals.Counts("counts.csv", column, interval, Arrivals.Within.UNIFORM);
  }
}
