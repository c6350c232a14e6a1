package dev.medley.scenarios.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.medley.scenarios.TinyScenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command line as users meet it: exit codes, streams, messages. */
class MainTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final List<String> LIBRARY =
      List.of(
          "flash-crowd",
          "image-rollout",
          "lesson-1-mm1",
          "lesson-2-mmc",
          "lesson-3-md1",
          "lesson-4-mg1-lognormal",
          "memory-leak",
          "world-cup");

  @TempDir Path folder;
  private String file = "";
  private String out = "";

  @BeforeEach
  void write() throws IOException {
    file = TinyScenario.write(folder, 3).toString();
    out = folder.resolve("out").toString();
  }

  @Test
  void aRunPutsTheTableOnStdoutAndTheRestOnStderr() {
    CommandLineRun run = CommandLineRun.of("run", file, "--out", out, "--jobs", "1");

    assertThat(run.code()).isEqualTo(ExitCode.OK);
    assertThat(run.out()).startsWith("tiny").contains("latency p99").doesNotContain("medley:");
    assertThat(run.err())
        .startsWith("medley: tiny: 3 replications of 1m on 1 processor\n")
        .contains("results in " + out);
  }

  @Test
  void quietMeansSilence() {
    CommandLineRun run = CommandLineRun.of("run", file, "--out", out, "--quiet");

    assertThat(run.code()).isEqualTo(ExitCode.OK);
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isNotEmpty();
  }

  @Test
  void jsonOnStdoutIsTheSummaryFile() throws IOException {
    CommandLineRun run = CommandLineRun.of("run", file, "--out", out, "--format", "json");

    assertThat(run.out()).isEqualTo(Files.readString(Path.of(out, "summary.json")));
    JsonNode summary = JSON.readTree(run.out());
    assertThat(summary.get("replications").asInt()).isEqualTo(3);
    assertThat(summary.get("seed").asInt()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({"csv, ','", "md, |", "TABLE, latency"})
  void otherFormatsAreThere(String format, String mark) {
    CommandLineRun run = CommandLineRun.of("run", file, "--out", out, "--format", format);

    assertThat(run.code()).isEqualTo(ExitCode.OK);
    assertThat(run.out()).contains(mark);
  }

  @Test
  void colourIsAChoice() {
    CommandLineRun plain = CommandLineRun.of("run", file, "--out", out);
    CommandLineRun always = CommandLineRun.of("run", file, "--out", out, "--color", "always");
    CommandLineRun never = CommandLineRun.of("run", file, "--out", out, "--color", "never");

    assertThat(always.out()).contains("\u001b[");
    assertThat(never.out()).doesNotContain("\u001b").isEqualTo(plain.out());
  }

  @Test
  void theSecondRunReportsTheFirst() {
    CommandLineRun first = CommandLineRun.of("run", file, "--out", out);
    CommandLineRun second = CommandLineRun.of("run", file, "--out", out);

    assertThat(second.code()).isEqualTo(ExitCode.OK);
    assertThat(second.out()).isEqualTo(first.out());
    assertThat(second.err()).contains("complete already, nothing was run: " + out);
  }

  @Test
  void optionsChangeTheScenario() throws IOException {
    CommandLineRun run =
        CommandLineRun.of(
            "run",
            file,
            "--out",
            out,
            "--format",
            "json",
            "--seed",
            "77",
            "--replications",
            "2",
            "--confidence",
            "0.9",
            "--set",
            "duration=40s");
    JsonNode summary = JSON.readTree(run.out());

    assertThat(summary.get("seed").asInt()).isEqualTo(77);
    assertThat(summary.get("replications").asInt()).isEqualTo(2);
    assertThat(summary.get("metrics").get(0).get("confidence").asDouble()).isEqualTo(0.9);
    assertThat(Path.of(out, "scenario.yaml")).content(UTF_8).contains("duration: 40s");
  }

  @Test
  void aDryRunPrintsTheResolvedScenarioAndWritesNothing() throws IOException {
    CommandLineRun run = CommandLineRun.of("run", file, "--dry-run", "--set", "seed=5");
    Path resolved = Files.writeString(folder.resolve("resolved.yaml"), run.out());

    assertThat(run.code()).isEqualTo(ExitCode.OK);
    assertThat(run.out()).contains("seed: 5", "confidence: 0.95");
    assertThat(CommandLineRun.of("run", resolved.toString(), "--dry-run").out())
        .isEqualTo(run.out());
    assertThat(names(folder)).containsExactly("resolved.yaml", "tiny.yaml");
  }

  @Test
  void aMissedExpectationIsAFailedCheck() throws IOException {
    String expect =
        """
        expect:
          - { metric: request.latency.mean, value: %s, because: a test says so }
        """;
    Path wrong = folder.resolve("wrong.yaml");
    Files.writeString(wrong, TinyScenario.text(3) + expect.formatted("1h"));

    CommandLineRun run = CommandLineRun.of("run", wrong.toString(), "--out", out);

    assertThat(run.code()).isEqualTo(ExitCode.CHECK_FAILED);
    assertThat(run.out()).contains("a test says so");
    assertThat(CommandLineRun.of("run", wrong.toString(), "--out", out).code())
        .isEqualTo(ExitCode.CHECK_FAILED);
  }

  @Test
  void aMissedObjectiveIsAFailedCheck() {
    CommandLineRun run =
        CommandLineRun.of(
            "run",
            file,
            "--out",
            out,
            "--format",
            "json",
            "--set",
            "slo=[\"request.latency.p99 < 1ms\"]");

    assertThat(run.code()).isEqualTo(ExitCode.CHECK_FAILED);
    assertThat(JSON.readTree(run.out()).get("slo").get(0).get("holds").asBoolean()).isFalse();
  }

  @Test
  void aPrecisionThatIsNotReachedHasItsCode() {
    CommandLineRun run =
        CommandLineRun.of(
            "run",
            file,
            "--out",
            out,
            "--precision",
            "request.latency.mean:0.01%",
            "--max-replications",
            "6");

    assertThat(run.code()).isEqualTo(ExitCode.PRECISION_NOT_REACHED);
    assertThat(run.err())
        .containsPattern(
            "precision not reached after 6 replications: [0-9.]+ % reached, 0.01 % asked");
    assertThat(run.out()).contains("6 replications");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "request.latency.p99", "request.latency.p99:5", "request.latency.p99:0%",
        "request.latency.p99:100%", "request.latency:5%", "request.latecny.p99:5%",
        "request.latency{service=nope}.p99:5%", ":5%"
      })
  void aPrecisionThatIsNoneIsRefusedBeforeTheRun(String precision) throws IOException {
    CommandLineRun run = CommandLineRun.of("run", file, "--out", out, "--precision", precision);

    assertThat(run.code()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(run.err()).startsWith("--precision: ");
    assertThat(names(folder)).containsExactly("tiny.yaml");
  }

  @Test
  void mostReplicationsWithoutPrecisionAreAMistake() {
    CommandLineRun run = CommandLineRun.of("run", file, "--max-replications", "9");

    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).startsWith("--max-replications needs --precision");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1025", "2000000000"})
  void absurdJobsAreRefused(String jobs) throws IOException {
    CommandLineRun run = CommandLineRun.of("run", file, "--out", out, "--jobs", jobs);

    assertThat(run.code()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(run.err()).isEqualTo("--jobs: must be >= 1 and <= 1024 (was " + jobs + ")\n");
    assertThat(names(folder)).containsExactly("tiny.yaml");
  }

  @Test
  void moreJobsThanReplicationsAreFine() {
    assertThat(CommandLineRun.of("run", file, "--out", out, "--jobs", "1024").code())
        .isEqualTo(ExitCode.OK);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rum flash-crowd | medley run",
        "run --sede 3 flash-crowd | --seed",
        "run flash-crowd --jobs many | --jobs",
        "run flash-crowd --seed 1.5 | --seed",
        "run flash-crowd --format xml | TABLE, JSON, CSV, MD",
        "run | FILE|NAME",
        "compare flash-crowd | --vary",
        "validate | FILE|NAME",
        "run flash-crowd surplus | surplus",
      })
  void wrongUsageIsToldWithWhatIsRight(String line, String hint) {
    CommandLineRun run = CommandLineRun.of(line.strip().split(" "));

    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains(hint.strip());
    assertThat(run.out()).isEmpty();
  }

  @Test
  void noCommandPrintsTheUsage() {
    CommandLineRun run = CommandLineRun.of();

    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("Usage: medley", "Start with: medley run flash-crowd");
  }

  @Test
  void aNameThatIsUnknownIsToldWithTheNearest() {
    CommandLineRun run = CommandLineRun.of("run", "flahs-crowd");

    assertThat(run.code()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(run.err())
        .contains("flahs-crowd: is neither a file nor", "did you mean 'flash-crowd'?")
        .contains(LIBRARY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nope.yaml", "./nope", "a\u0000b", "a\u0000b.yaml"})
  void aFileThatIsNotThereIsInvalidInput(String name) {
    CommandLineRun run = CommandLineRun.of("run", name);

    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void theWorldCupWithoutItsCountsSaysHowToNameThem() {
    CommandLineRun run = CommandLineRun.of("run", "world-cup");

    assertThat(run.code()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(run.err()).contains("world-cup.yaml:38:", "--set workload.web.arrivals.counts=FILE");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "seeed=3 | did you mean 'seed'?",
        "services.srever.queue=3 | did you mean 'server'?",
        "hosts[7].count=3 | hosts[7]",
        "seed | seed",
        "=3 | --set",
        "duration=-3s | duration",
        "duration=3 | duration",
        "replications=0 | replications",
        "hosts[0].count=many | hosts[0].count",
        "services.server.runtime=dokcer | services.server.runtime",
        "services.server.demand.cpu={weibul: {shape: 1}} | weibull",
      })
  void aSettingThatIsWrongIsRefused(String setting, String hint) throws IOException {
    CommandLineRun run = CommandLineRun.of("run", file, "--out", out, "--set", setting.strip());

    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(run.err()).contains(hint.strip());
    assertThat(names(folder)).containsExactly("tiny.yaml");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "seed: 3 | seeed: 3 | 6:1 | did you mean 'seed'?",
        "duration: 60s | duration: -60s | 4:11 | duration",
        "duration: 60s | duration: 60 | 4:11 | duration",
        "duration: 60s | duration: 60 parsecs | 4:11 | duration",
        "duration: 60s | duration: 3s | 5:9 | warmup",
        "seed: 3 | name: twice | 6:1 | name",
        "seed: 3 | seed: &a 3 | 6:7 | anchor",
        "seed: 3 | seed: [ | 8: | ",
        "count: 2, | count: 0, | 9:27 | hosts[0].count: must be >= 1",
        "count: 2, | count: two, | 9:27 | hosts[0].count",
        "type: lesson-host | type: lesson-hots | 9:36 | lesson-host",
        "runtime: process | runtime: proces | 12:14 | process",
        "  server: { arrivals | srever: { arrivals | 19: | server",
        "rate: 10/s | rate: 10 | 19: | rate",
        "rate: 10/s | counts: nope.csv | 19: | nope.csv",
        "name: tiny | name: tiny/../../etc | 2:7 | name",
        "apiVersion: medley/v1 | apiVersion: medley/v9 | 1:13 | medley/v1",
        "p99 < 10s | p98 < 10s | 20: | p99",
      })
  void everyKindOfBrokenFileIsToldWithItsPlace(String from, String to, String place, String hint)
      throws IOException {
    String text = TinyScenario.text(3);
    assertThat(text).contains(from);
    Path broken = Files.writeString(folder.resolve("broken.yaml"), text.replace(from, to));

    CommandLineRun validate = CommandLineRun.of("validate", broken.toString());
    CommandLineRun run = CommandLineRun.of("run", broken.toString(), "--out", out);

    assertThat(validate.code()).as(validate.out()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(validate.out()).contains(broken + ":" + place).contains(hint == null ? "" : hint);
    assertThat(run.code()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(run.err()).contains(broken + ":" + place);
    assertThat(run.out()).isEmpty();
    assertThat(names(folder)).containsExactly("broken.yaml", "tiny.yaml");
  }

  @Test
  void validateTellsEveryProblemOfEveryFile() throws IOException {
    Path one = folder.resolve("one.yaml");
    Files.writeString(
        one, TinyScenario.text(0).replace("60s", "sixty").replace("count: 2", "count: -2"));
    Path two = Files.writeString(folder.resolve("two.yaml"), "");
    Path three = folder.resolve("three.yaml");

    CommandLineRun run =
        CommandLineRun.of("validate", one.toString(), file, two.toString(), three.toString());

    assertThat(run.code()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(run.out())
        .contains(one + ":4:", one + ":7:", one + ":9:", file + ": ok", two.toString())
        .contains(three.toString());
  }

  @Test
  void theLibraryIsValid() {
    List<String> arguments = new java.util.ArrayList<>(List.of("validate"));
    arguments.addAll(LIBRARY.subList(0, 6));
    CommandLineRun run = CommandLineRun.of(arguments.toArray(String[]::new));

    assertThat(run.code()).as(run.out()).isEqualTo(ExitCode.OK);
    assertThat(run.err()).isEmpty();
  }

  @Test
  void foreignFoldersAreIoFailuresAndUntouched() throws IOException {
    Files.createDirectory(Path.of(out));
    Files.writeString(Path.of(out, "thesis.txt"), "years of work");

    CommandLineRun run = CommandLineRun.of("run", file, "--out", out);

    assertThat(run.code()).isEqualTo(ExitCode.IO_FAILURE);
    assertThat(run.err()).contains("medley: " + out + " exists and is no run of ours");
    assertThat(names(Path.of(out))).containsExactly("thesis.txt");
  }

  @Test
  void aFolderThatCannotBeMadeIsAnIoFailure() {
    CommandLineRun run = CommandLineRun.of("run", file, "--out", file + "/out");

    assertThat(run.code()).isEqualTo(ExitCode.IO_FAILURE);
    assertThat(run.err()).contains("medley: " + file).doesNotContain("Exception", "\tat ");
  }

  @Test
  void eventsAreTracedOnDemand() throws IOException {
    Path trace = folder.resolve("events.csv");
    CommandLineRun run =
        CommandLineRun.of(
            "run", file, "--out", out, "--trace-events", trace.toString(), "--trace-limit", "10");

    assertThat(run.code()).isEqualTo(ExitCode.OK);
    assertThat(Files.readAllLines(trace)).hasSize(11);
    assertThat(run.err()).contains("the first 10 of ");
    Path link = Files.createSymbolicLink(folder.resolve("link"), trace);
    for (Path special : List.of(link, folder)) {
      CommandLineRun refused = CommandLineRun.of("run", file, "--trace-events", special.toString());
      assertThat(refused.code()).isEqualTo(ExitCode.INVALID_INPUT);
      assertThat(refused.err()).contains("must be a new or an ordinary file");
    }
    assertThat(Files.isSymbolicLink(link)).isTrue();
    assertThat(CommandLineRun.of("run", file, "--trace-events", "x", "--trace-limit", "0").code())
        .isEqualTo(ExitCode.INVALID_INPUT);
  }

  @Test
  void variantsAreCompared() throws IOException {
    CommandLineRun run =
        CommandLineRun.of(
            "compare", file, "--vary", "services.server.replicas.initial=2,4", "--out", out);

    assertThat(run.code()).isEqualTo(ExitCode.OK);
    assertThat(run.out()).contains("reference", "rank 1");
    assertThat(run.err()).contains("2 variants, each 3 replications of 1m on ");
    assertThat(names(Path.of(out))).contains("2", "4", "comparison.csv", "report.html");
    CommandLineRun json =
        CommandLineRun.of(
            "compare",
            file,
            "--vary",
            "services.server.replicas.initial=2,4",
            "--out",
            out,
            "--format",
            "json");
    assertThat(json.out()).isEqualTo(Files.readString(Path.of(out, "comparison.json")));
    assertThat(JSON.readTree(json.out()).isObject()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "duration",
        "duration=50s",
        "duration=50s,50s",
        "duration=",
        "=1,2",
        "sede=1,2",
        "description=a/b,2",
        "description=a,Report.html",
        "description=identity,b",
        "seed=1,2",
        "replications=2,3"
      })
  void variantsThatAreNoneAreRefused(String vary) throws IOException {
    CommandLineRun run = CommandLineRun.of("compare", file, "--vary", vary, "--out", out);

    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(names(folder)).containsExactly("tiny.yaml");
  }

  @Test
  void listsNameEverythingThereIs() {
    assertThat(CommandLineRun.of("scenarios").out()).contains(LIBRARY);
    assertThat(CommandLineRun.of("runtimes").out())
        .contains("container", "process", "vm", "wasmtime")
        .contains("general-16c-64g", "general-64c-256g", "lesson-host", "fpga-gateway");
    assertThat(CommandLineRun.of("scalers").out()).contains("fixed", "hpa", "smith");
  }

  @Test
  void namesInCatalogFilesMustBeLabels() throws IOException {
    String vm = CommandLineRun.of("runtimes", "show", "vm").out();
    Path own = Files.createDirectory(folder.resolve("own"));
    for (String name : List.of("\"a,b\"", "\"a{b=c}\"", "\"\"", "../x", "V")) {
      Files.writeString(own.resolve("own.yaml"), vm.replace("name: vm\n", "name: " + name + "\n"));
      CommandLineRun run = CommandLineRun.of("runtimes", "--runtimes", own.toString());

      assertThat(run.code()).as(name).isEqualTo(ExitCode.INVALID_INPUT);
      assertThat(run.err()).contains("own.yaml:", "runtime.name: must be 1 to 63 of a-z, 0-9");
    }
    Files.writeString(own.resolve("own.yaml"), vm.replace("stage: boot", "stage: \"boot}\""));
    assertThat(CommandLineRun.of("runtimes", "--runtimes", own.toString()).err())
        .contains(".stage: must be 1 to 63 of a-z, 0-9");
  }

  @Test
  void aRuntimeIsShownInFullAsTheFileThatDefinesIt() throws IOException {
    CommandLineRun run = CommandLineRun.of("runtimes", "show", "vm");
    Path copies = Files.createDirectory(folder.resolve("copies"));
    Files.writeString(
        copies.resolve("copy.yaml"), run.out().replace("name: vm\n", "name: vm-copy\n"));

    assertThat(run.code()).isEqualTo(ExitCode.OK);
    // log-normal with mean 75 s and variance 2500 s2: sigma2 = ln(1 + 2500 / 75^2)
    double sigma2 = StrictMath.log(1 + 2500.0 / (75 * 75));
    double median = 75 * StrictMath.exp(-sigma2 / 2);
    assertThat(run.out()).contains("p50 %.1fs".formatted(median), "source: ", "boot");
    CommandLineRun copied = CommandLineRun.of("runtimes", "--runtimes", copies.toString());
    assertThat(copied.out()).contains("vm-copy");
    assertThat(CommandLineRun.of("runtimes", "show", "vn").err()).contains("did you mean 'vm'?");
    assertThat(CommandLineRun.of("runtimes", "show", "vn").code())
        .isEqualTo(ExitCode.INVALID_INPUT);
  }

  @Test
  void hostTypesAndCardsAreShownAsFilesThatAreValid() throws IOException {
    for (String name : List.of("lesson-host", "fpga-gateway", "container")) {
      CommandLineRun run = CommandLineRun.of("runtimes", "show", name);
      assertThat(run.code()).isEqualTo(ExitCode.OK);
      assertThat(run.out()).contains("name: " + name, "source: ");
      Path copy = Files.writeString(folder.resolve(name + ".yaml"), run.out());
      CommandLineRun checked = CommandLineRun.of("validate", copy.toString());
      assertThat(checked.code()).isEqualTo(ExitCode.OK);
      assertThat(checked.out()).startsWith(copy + ": ok, ").endsWith(" " + name + "\n");
      Files.writeString(copy, run.out().replace("  name:", "  nmae:"));
      CommandLineRun broken = CommandLineRun.of("validate", copy.toString());
      assertThat(broken.code()).isEqualTo(ExitCode.INVALID_INPUT);
      assertThat(broken.out()).contains(copy + ":", "nmae").doesNotContain("workload");
    }
  }

  @Test
  void theSchemaAcceptsTheLibraryAndRefusesTypos() throws IOException {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
            .getSchema(CommandLineRun.of("schema").out());
    for (String name : LIBRARY.subList(0, 6)) {
      String resolved = CommandLineRun.of("run", name, "--dry-run").out();
      assertThat(resolved).contains("name: " + name);
    }
    assertThat(schema.validate(JSON.readTree("{\"apiVersion\":\"medley/v1\",\"nmae\":1}")))
        .isNotEmpty();
    assertThat(JSON.readTree(CommandLineRun.of("schema", "--catalog").out()).isObject()).isTrue();
  }

  @Test
  void fieldsAreExplained() {
    assertThat(CommandLineRun.of("explain", "hosts[0].count").out()).contains("count");
    assertThat(CommandLineRun.of("explain", "services.web.autoscaler").code())
        .isEqualTo(ExitCode.OK);
    assertThat(CommandLineRun.of("explain", "--catalog", "runtime.nominal.start").out())
        .contains("stage");
    CommandLineRun wrong = CommandLineRun.of("explain", "hosts[0].coutn");
    assertThat(wrong.code()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(wrong.err()).contains("count");
  }

  @Test
  void aRunOfStartsAloneTellsNothingOfRequestsNobodySent() {
    CommandLineRun run =
        CommandLineRun.of("run", "boot-firecracker", "--replications", "1", "--out", out);

    assertThat(run.out())
        .contains("start p99")
        .doesNotContain("arrivals", "timed out", "replicas asked", "scale events");
  }

  @Test
  void scenariosAreShownWithTheirLesson() throws IOException {
    CommandLineRun shown = CommandLineRun.of("scenarios", "show", "zone-outage");

    assertThat(shown.code()).isEqualTo(ExitCode.OK);
    assertThat(shown.out()).startsWith("# Zone outage").contains("\nfailures:\n");
    Path copy = Files.writeString(folder.resolve("copy.yaml"), shown.out());
    assertThat(CommandLineRun.of("validate", copy.toString()).code()).isEqualTo(ExitCode.OK);

    CommandLineRun unknown = CommandLineRun.of("scenarios", "show", "zone-outgae");
    assertThat(unknown.code()).isEqualTo(ExitCode.INVALID_INPUT);
    assertThat(unknown.err()).contains("did you mean 'zone-outage'?", "is no scenario");
  }

  @Test
  void runtimesOfOnesOwnAreShownWhereverTheFolderIsNamed() throws IOException {
    Path folderOfRuntimes = Files.createDirectory(folder.resolve("own"));
    String definition = CommandLineRun.of("runtimes", "show", "process").out();
    Files.writeString(
        folderOfRuntimes.resolve("mine.yaml"), definition.replace("name: process", "name: mine"));
    String own = folderOfRuntimes.toString();

    for (String[] command :
        new String[][] {
          {"runtimes", "show", "mine", "--runtimes", own},
          {"runtimes", "--runtimes", own, "show", "mine"},
          {"runtimes", "compare", "--runtimes", own}
        }) {
      CommandLineRun run = CommandLineRun.of(command);
      assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.OK);
      assertThat(run.out()).contains("mine");
    }
  }

  static Stream<List<String>> commands() {
    return Stream.of(
        List.of("--help"),
        List.of("run", "--help"),
        List.of("compare", "--help"),
        List.of("validate", "--help"),
        List.of("schema", "--help"),
        List.of("explain", "--help"),
        List.of("scenarios", "--help"),
        List.of("scenarios", "show", "--help"),
        List.of("runtimes", "--help"),
        List.of("runtimes", "show", "--help"),
        List.of("scalers", "--help"));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpFitsAHundredColumns(List<String> arguments) {
    CommandLineRun run = CommandLineRun.of(arguments.toArray(String[]::new));

    assertThat(run.code()).isEqualTo(ExitCode.OK);
    assertThat(run.out()).startsWith("Usage: medley");
    assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(101));
  }

  @Test
  void theHelpSaysWhatNumbersMean() {
    assertThat(CommandLineRun.of("run", "--help").out())
        .contains("1 to 1024", "seconds", "5%", "half width", "1000000", "0.95");
  }

  @Test
  void theVersionIsTold() {
    assertThat(CommandLineRun.of("--version").out()).startsWith("medley ");
  }

  @Test
  void listingsFitAHundredAndTwentyColumns() {
    for (String list : List.of("scenarios", "runtimes", "scalers")) {
      assertThat(CommandLineRun.of(list).out().lines())
          .allSatisfy(line -> assertThat(line).hasSizeLessThan(121));
    }
  }

  @Test
  void theExitCodesAreThePromisedOnes() {
    assertThat(
            Map.of(
                "ok", ExitCode.OK,
                "internal", ExitCode.INTERNAL_ERROR,
                "usage", ExitCode.USAGE,
                "input", ExitCode.INVALID_INPUT,
                "io", ExitCode.IO_FAILURE,
                "precision", ExitCode.PRECISION_NOT_REACHED,
                "check", ExitCode.CHECK_FAILED,
                "interrupted", ExitCode.INTERRUPTED))
        .isEqualTo(
            Map.of(
                "ok",
                0,
                "internal",
                1,
                "usage",
                2,
                "input",
                3,
                "io",
                4,
                "precision",
                5,
                "check",
                99,
                "interrupted",
                130));
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> String.valueOf(entry.getFileName())).sorted().toList();
    }
  }

  /** The launcher starts the benchmarks; this jar alone can only say so. */
  @Test
  void benchIsListedAndLeadsToTheLauncher() {
    assertThat(CommandLineRun.of("--help").out()).contains("  bench ");

    CommandLineRun bench = CommandLineRun.of("bench", "--quick", "--out", "f.json");

    assertThat(bench.code()).isEqualTo(ExitCode.USAGE);
    assertThat(bench.out()).isEmpty();
    assertThat(bench.err()).contains("./medley bench --quick --out f.json\n");
  }
}
