package dev.medley.scenarios.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.medley.distribution.DurationLaw;
import dev.medley.distribution.LogNormal;
import dev.medley.distribution.Sampler;
import dev.medley.random.RandomStream;
import dev.medley.random.StreamTree;
import dev.medley.scenarios.batch.ScenarioLoader;
import dev.medley.scenarios.yaml.Document;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code medley fit} as users meet it, also on the published start-time samples. */
class FitCommandTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path folder;

  /** A field of a scenario that holds a law. */
  record Holder(DurationLaw law) {}

  @Test
  void tableIsOnStdoutAndWhatWasAssumedOnStderr() throws IOException {
    CommandLineRun run = CommandLineRun.of("fit", samples(300), "--color", "never");

    assertThat(run.code()).isEqualTo(ExitCode.OK);
    assertThat(run.err())
        .isEqualTo(
            "medley: no unit is given: the numbers are taken as milliseconds (--unit ns|us|ms|s)\n");
    assertThat(run.out())
        .startsWith(folder.resolve("samples.csv") + ", column 1\n  300 samples from ")
        .contains("ΔAIC", "take log-normal", "\nlaw: { log-normal: { mu: ")
        .doesNotContain("medley:");
  }

  @Test
  void sameArgumentsGiveTheSameBytes() throws IOException {
    String file = samples(200);
    assertThat(CommandLineRun.of("fit", file, "--seed", "5"))
        .isEqualTo(CommandLineRun.of("fit", file, "--seed", "5"));
    assertThat(CommandLineRun.of("fit", file, "--seed", "6").out())
        .isNotEqualTo(CommandLineRun.of("fit", file, "--seed", "5").out());
  }

  /** Every line under "to paste" is read back by the scenarios' binder, and says the same again. */
  @Test
  void everyLawToPasteIsBound() throws IOException {
    CommandLineRun run = CommandLineRun.of("fit", samples(300), "--color", "never");

    List<String> lines =
        run.out()
            .lines()
            .filter(line -> line.matches("(# )?law: .*"))
            .map(l -> l.replace("# ", ""))
            .toList();
    assertThat(lines).hasSize(9);
    for (String line : lines) {
      Path file = Files.writeString(folder.resolve("law.yaml"), line + "\n");
      Holder bound = ScenarioLoader.binder().bind(Document.read(file), Holder.class);
      assertThat(line)
          .isEqualTo(
              "law: " + dev.medley.scenarios.yaml.LawText.of(ScenarioLoader.binder(), bound.law));
    }
  }

  @Test
  void jsonHoldsEveryFigure() throws IOException {
    CommandLineRun run =
        CommandLineRun.of(
            "fit", samples(300), "--unit", "ms", "--law", "gamma,uniform", "--format", "json");

    assertThat(run.err()).isEmpty();
    JsonNode json = JSON.readTree(run.out());
    assertThat(json.get("samples").get("n").asInt()).isEqualTo(300);
    assertThat(json.get("laws")).hasSize(2);
    JsonNode gamma = json.get("laws").get(0);
    assertThat(gamma.get("law").asString()).isEqualTo("gamma");
    assertThat(gamma.get("aic").asDouble())
        .isCloseTo(4 - 2 * gamma.get("logLikelihood").asDouble(), within(1e-6));
    assertThat(gamma.get("ks").asDouble()).isBetween(0.0, 1.0);
    assertThat(json.get("laws").get(1).get("ad").isNull()).isTrue();
    assertThat(json.get("take").get("yaml").asString()).startsWith("{ gamma: { shape: ");
    assertThat(json.get("take").get("reservations").size()).isPositive();
  }

  @Test
  void plotsAreWellFormedAndCompleteInThemselves() throws Exception {
    Path svg = folder.resolve("plot.svg");
    Path html = folder.resolve("plot.html");
    String file = samples(300);

    CommandLineRun run =
        CommandLineRun.of(
            "fit", file, "--unit", "ms", "--plot", svg.toString(), "--law", "log-normal,weibull");
    assertThat(run.err()).isEqualTo("medley: plot in " + svg + "\n");
    assertThat(CommandLineRun.of("fit", file, "--plot", html.toString(), "--law", "gamma").code())
        .isZero();

    String picture = Files.readString(svg);
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(picture)));
    assertThat(picture).contains("log-normal (KS 0.0").doesNotContain("NaN", "Infinity", "href");
    assertThat(Files.readString(html))
        .contains("<svg ", "<pre>", "default-src &#39;none&#39;".replace("&#39;", "'"));
  }

  @Test
  void namesInAFileStayTextInThePlot() throws Exception {
    Path file = folder.resolve("x.csv");
    String values = Files.readString(Path.of(samples(50)));
    Files.writeString(file, "<script>&\n" + values);
    Path html = folder.resolve("plot.html");
    assertThat(
            CommandLineRun.of("fit", file.toString(), "--plot", html.toString(), "--law", "gamma")
                .code())
        .isZero();
    assertThat(Files.readString(html)).contains("&lt;script&gt;&amp;").doesNotContain("<script>");
  }

  @Test
  void everyProblemOfFileAndOptionsIsToldAtOnce() throws IOException {
    Path file = Files.writeString(folder.resolve("bad.csv"), "1\nx\n-1\n");
    CommandLineRun run =
        CommandLineRun.of(
            "fit",
            file.toString(),
            "--unit",
            "sm",
            "--law",
            "lognormal,constant",
            "--plot",
            "a.png");

    assertThat(run.code()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines().toList())
        .containsExactly(
            "--law: there is no law 'lognormal'; did you mean 'log-normal'? known: exponential,"
                + " uniform, normal, log-normal, shifted-log-normal, weibull, gamma, mixture,"
                + " empirical",
            "--law constant: cannot be fitted: samples that differ have no likelihood under it,"
                + " samples that do not differ need no fit",
            "--plot: must end with .svg or .html (was a.png)",
            "--unit: there is no unit 'sm'; did you mean 'ms'? known: ns, us, ms, s",
            file + ":2:1: column 1: must be a number (was x)",
            file + ":3:1: column 1: a duration must be >= 0 (was -1)");
  }

  @Test
  void tooFewAndConstantSamplesAreRefusedWithTheReason() throws IOException {
    Path file = Files.writeString(folder.resolve("few.csv"), "5\n5\n5\n");
    CommandLineRun run = CommandLineRun.of("fit", file.toString(), "--unit", "ms");

    assertThat(run.code()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(run.err())
        .contains(file + ": 3 samples are too few: at least 20 are needed")
        .contains(file + ": all 3 samples are equal (5000000 ns)");
  }

  @Test
  void zerosLeaveTheLawsThatAllowThem() throws IOException {
    String values = Files.readString(Path.of(samples(100)));
    Path file = Files.writeString(folder.resolve("zeros.csv"), "0\n0\n" + values);
    CommandLineRun run = CommandLineRun.of("fit", file.toString(), "--color", "never");

    assertThat(run.code()).isEqualTo(ExitCode.OK);
    assertThat(run.out().replaceAll("\\s+", " "))
        .contains(
            "no log-normal: its durations are positive, and 2 samples are 0 on a clock of 1 ns")
        .contains("law: { normal: ");

    CommandLineRun only =
        CommandLineRun.of("fit", file.toString(), "--law", "gamma", "--unit", "ms");
    assertThat(only.code()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(only.err()).contains("no gamma: its durations are positive");
  }

  @Test
  void usageAndDiskHaveTheirOwnExitCodes() throws IOException {
    assertThat(CommandLineRun.of("fit").code()).isEqualTo(ExitCode.USAGE);
    assertThat(CommandLineRun.of("fit", samples(30), "--format", "xml").code())
        .isEqualTo(ExitCode.USAGE);
    CommandLineRun nowhere =
        CommandLineRun.of("fit", samples(30), "--plot", folder.resolve("no/plot.svg").toString());
    assertThat(nowhere.code()).isEqualTo(ExitCode.IO_FAILURE);
    assertThat(nowhere.err()).contains("there is no such file or folder");
  }

  /**
   * The fits that the survey of published data recommends, as KS distances of the same family, to
   * its three decimals.
   */
  @ParameterizedTest
  @CsvSource({
    "firecracker-serial.dat, us, shifted-log-normal, 0.069",
    "firecracker-parallel-10.dat, us, shifted-log-normal, 0.024",
    "firecracker-parallel-50.dat, us, normal, 0.030",
    "cloud-hypervisor-serial.dat, us, normal, 0.059",
    "cloud-hypervisor-parallel-50.dat, us, normal, 0.029",
    "qemu-qboot-serial.dat, us, normal, 0.053",
    "kuasar-clh-serial.dat, ms, shifted-log-normal, 0.048",
    "kata-clh-serial.dat, ms, shifted-log-normal, 0.061",
  })
  void publishedSamplesAreAsFarFromTheirLawsAsPublished(
      String name, String unit, String law, double distance) {
    JsonNode fitted = real(name, unit, law);
    assertThat(fitted.get("ks").asDouble()).isCloseTo(distance, within(0.0011));
  }

  /** SLN(149.10, 2.472, 0.345) in milliseconds: mu is 2.472 - ln 1000 in seconds. */
  @Test
  void firecrackerSerialIsThePublishedShiftedLogNormalLaw() throws IOException {
    String yaml = real("firecracker-serial.dat", "us", "shifted-log-normal").get("yaml").asString();
    Path file = Files.writeString(folder.resolve("law.yaml"), "law: " + yaml + "\n");
    dev.medley.distribution.ShiftedLogNormal law =
        (dev.medley.distribution.ShiftedLogNormal)
            ScenarioLoader.binder().bind(Document.read(file), Holder.class).law;
    assertThat(law.shift().toNanos() / 1e6).isCloseTo(149.10, within(0.005));
    assertThat(law.mu() + Math.log(1000)).isCloseTo(2.472, within(0.0005));
    assertThat(law.sigma()).isCloseTo(0.345, within(0.0005));
  }

  private static JsonNode real(String name, String unit, String law) {
    String data = System.getenv("MEDLEY_DATA");
    assumeTrue(data != null, "MEDLEY_DATA is not set: real samples are not fitted");
    CommandLineRun run =
        CommandLineRun.of(
            "fit",
            Path.of(data, "boot", name).toString(),
            "--unit",
            unit,
            "--law",
            law,
            "--format",
            "json");
    assertThat(run.code()).isEqualTo(ExitCode.OK);
    return JSON.readTree(run.out()).get("laws").get(0);
  }

  /** Milliseconds of a log-normal law with median 135 ms, to the nanosecond. */
  private String samples(int n) throws IOException {
    RandomStream stream = new StreamTree(11, 0).stream("samples");
    Sampler sampler = new LogNormal(-2, 0.5).sampler();
    String text =
        Stream.generate(() -> String.valueOf(sampler.nextNanos(stream) / 1e6))
            .limit(n)
            .collect(Collectors.joining("\n", "", "\n"));
    return Files.writeString(folder.resolve("samples.csv"), text).toString();
  }
}
