package dev.medley.scenarios.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.medley.check.InvalidConfiguration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SamplesFileTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.5\n2.5\n",
        "1.5\r\n2.5\r\n",
        "\ufeff1.5\n\n2.5",
        "# start times\n1.5\n# later\n2.5\n",
        "1.5,a\n2.5,b\n",
        "a;1.5\nb;2.5\n",
        "a\t1.5\nb\t2.5\n",
        "  1.5   a\n  2.5\tb\n",
        "start\n1.5\n2.5\n",
        "host,start\nx,1.5\ny,2.5\n",
        "\"host, name\",\"start\"\n\"x, 1\",\"1.5\"\ny, 2.5 \n",
        "15e-1\n+2.50E0\n",
      })
  void separatorsHeadersCommentsAndQuotesAreRecognised(String text) throws IOException {
    assertThat(read(text, null, "ms").nanos()).containsExactly(1_500_000, 2_500_000);
  }

  @ParameterizedTest
  @CsvSource({"ns, 3", "us, 2500", "ms, 2500000", "s, 2500000000"})
  void unitsAreExactAndRoundedToNanoseconds(String unit, long nanos) throws IOException {
    assertThat(read("2.5\n", null, unit).nanos()[0]).isBetween(nanos - 1, nanos);
  }

  @ParameterizedTest
  @CsvSource({
    "boot_ms, ms",
    "start (us), us",
    "Start [S], s",
    "duration.seconds, s",
    "ms, ms",
    "boot-nanos, ns",
    "items, ''",
    "atoms, ''",
  })
  void unitsInNamesAreTakenAndSaid(String name, String unit) throws IOException {
    SamplesFile.Column column = read(name + "\n1\n", null, null);
    assertThat(column.unit().text()).isEqualTo(unit.isEmpty() ? "ms" : unit);
    assertThat(column.notices())
        .singleElement()
        .asString()
        .contains(unit.isEmpty() ? "taken as milliseconds" : "the unit is " + unit);
  }

  @Test
  void columnsAreFoundByNameAndByNumber() throws IOException {
    String text = "at,host_ms,guest_ms\n0,50,110\n1,51,111\n";
    assertThat(read(text, "guest_ms", null).nanos()).containsExactly(110_000_000, 111_000_000);
    assertThat(read(text, "2", null).name()).isEqualTo("host_ms");
    assertThat(read("98 1\n99 2\n", "2", "ns").nanos()).containsExactly(1, 2);
    assertThat(read("98 1\n99 2\n", "2", "ns").name()).isEqualTo("column 2");
  }

  @Test
  void firstOfSeveralColumnsWithoutNamesIsTakenAndSaid() throws IOException {
    SamplesFile.Column column = read("98 1\n99 2\n", null, "ns");
    assertThat(column.nanos()).containsExactly(98, 99);
    assertThat(column.notices())
        .containsExactly(
            "there are 2 columns of numbers and no header: column 1 is taken (--column N for"
                + " another)");
  }

  @Test
  void severalColumnsWithNamesAreAQuestion() {
    assertThat(problems("end,duration\n10,9\n", null, "s"))
        .containsExactly(
            "samples.csv: has several columns of numbers; say which: --column end | duration");
  }

  @Test
  void unknownColumnsComeWithTheNearestName() {
    assertThat(problems("host,start\nx,1\n", "strat", "s"))
        .containsExactly(
            "--column: there is no column 'strat' in samples.csv; did you mean 'start'?; columns:"
                + " host, start");
    assertThat(problems("1 2\n", "3", "s"))
        .containsExactly(
            "--column: there is no column '3' in samples.csv, which has no header; its columns are"
                + " 1 to 2");
    assertThat(problems("1\n", "0", "s"))
        .singleElement()
        .asString()
        .contains("its only column is 1");
  }

  @Test
  void longNamesAreCutWhereTheyAreShownAndKeepTheirUnit() throws IOException {
    String name = "x".repeat(5_000);
    assertThat(problems(name + "\nmany\n", null, null))
        .singleElement()
        .asString()
        .hasSizeLessThan(400)
        .contains("must be a number (was many)");
    SamplesFile.Column column = read(name + "_us\n3\n", null, null);
    assertThat(column.unit()).isEqualTo(SampleUnit.US);
    assertThat(column.name()).hasSizeLessThan(100);
  }

  @Test
  void everyProblemIsToldAtItsPlace() {
    assertThat(
            problems(
                "host,start\nx,1\ny,abc\nz,\nu,-2\nv,NaN\nw,1e400\nt,0x1F\ns,1d\nr\nq,9e99\n",
                "start",
                "hours"))
        .containsExactly(
            "--unit: there is no unit 'hours'; known: ns, us, ms, s",
            "samples.csv:3:3: start: must be a number (was abc)",
            "samples.csv:4:3: start: is missing",
            "samples.csv:5:3: start: a duration must be >= 0 (was -2)",
            "samples.csv:6:3: start: must be a finite number (was NaN)",
            "samples.csv:7:3: start: must be a finite number (was 1e400)",
            "samples.csv:8:3: start: must be a number (was 0x1F)",
            "samples.csv:9:3: start: must be a number (was 1d)",
            "samples.csv:10:2: start: is missing",
            "samples.csv:11:3: start: a duration must be <= 100 years (was 9e99)");
  }

  @Test
  void decimalCommasAreToldApart() {
    assertThat(problems("a;b\n1;x\n1,5;y\n", "a", "s"))
        .containsExactly("samples.csv:3:1: a: must be a number with a decimal point (was 1,5)");
  }

  @Test
  void manyProblemsAreCounted() {
    assertThat(problems("1\n" + "x\n".repeat(50), null, "s"))
        .hasSize(21)
        .last()
        .isEqualTo("samples.csv: and 30 more problems");
  }

  @Test
  void filesThatHoldNothingSaySo() throws IOException {
    assertThat(problems("", null, "s"))
        .containsExactly("samples.csv: is empty: there are no samples");
    assertThat(problems("\n# nothing\n", null, "s"))
        .singleElement()
        .asString()
        .contains("is empty");
    assertThat(problems("start\n", null, "s"))
        .containsExactly("samples.csv: has a header but no samples");
    assertThat(problems("a,b\nc,d\n", null, "s"))
        .containsExactly("samples.csv:2:1: no field of the first row is a number (columns: a, b)");
  }

  @Test
  void filesThatCannotBeReadSaySo() throws IOException {
    assertThat(problemsOf(folder.resolve("none.csv")))
        .singleElement()
        .asString()
        .contains("no such file");
    assertThat(problemsOf(folder)).singleElement().asString().contains("is not a file");
    Path binary =
        Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
    assertThat(problemsOf(binary)).singleElement().asString().contains("is not UTF-8 text");
    Path wide = Files.writeString(folder.resolve("wide"), "1".repeat(2_000_000));
    assertThat(problemsOf(wide))
        .singleElement()
        .asString()
        .contains("more than a million characters");
  }

  @Test
  void filesThatMayNotBeReadSaySo() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "1\n");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
    assumeTrue(!Files.isReadable(secret), "this user may read everything");
    assertThat(problemsOf(secret)).singleElement().asString().contains("access denied");
  }

  @Test
  void samplesBelowTheClockOfTheSimulatorAreSaid() throws IOException {
    SamplesFile.Column column = read("0.0001\n0.0002\n5\n", null, "us");
    assertThat(column.nanos()).containsExactly(0, 0, 5000);
    assertThat(column.notices())
        .containsExactly("2 samples are below half a nanosecond and count as 0");
  }

  private SamplesFile.Column read(String text, @Nullable String column, @Nullable String unit)
      throws IOException {
    Path file = folder.resolve("samples.csv");
    Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    return SamplesFile.read(file, column, unit);
  }

  private List<String> problems(String text, @Nullable String column, @Nullable String unit) {
    try {
      read(text, column, unit);
    } catch (InvalidConfiguration e) {
      return told(e);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    throw new AssertionError("was accepted: " + text);
  }

  private List<String> problemsOf(Path file) {
    try {
      SamplesFile.read(file, null, "s");
    } catch (InvalidConfiguration e) {
      return told(e);
    }
    throw new AssertionError("was accepted: " + file);
  }

  private List<String> told(InvalidConfiguration e) {
    return e.problems().stream().map(p -> p.toString().replace(folder + "/", "")).toList();
  }
}
