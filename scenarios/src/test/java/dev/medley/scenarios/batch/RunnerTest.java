package dev.medley.scenarios.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.medley.check.InvalidConfiguration;
import dev.medley.experiment.Outcome;
import dev.medley.experiment.Replication;
import dev.medley.scenarios.TinyScenario;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs and their directories: the same bytes whatever happens on the way. */
class RunnerTest {
  private static final int REPLICATIONS = 6;
  private static final ScenarioLoader LOADER = ScenarioLoader.standard(List.of());

  @TempDir Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void write() throws IOException {
    file = TinyScenario.write(folder, REPLICATIONS);
  }

  @Test
  void theNumberOfThreadsDoesNotShowInTheBytes() throws IOException {
    Map<String, String> one = results(run("one", 1));

    assertThat(one.get("replications.csv")).contains("\n5,request.count,1,");
    assertThat(results(run("two", 2))).isEqualTo(one);
    assertThat(results(run("five", 5))).isEqualTo(one);
  }

  @Test
  void anotherSeedGivesOtherBytes() throws IOException {
    Map<String, String> one = results(run("one", 1));
    Map<String, String> other =
        results(runner("other", 1, null, 0, false).run(prepared("seed=4")).directory());

    assertThat(other.get("replications.csv")).isNotEqualTo(one.get("replications.csv"));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aRunGoesOnFromWhateverAnInterruptionLeft(long seed) throws IOException {
    Map<String, String> whole = results(run("whole", 2));
    Path partial = interrupted("again", REPLICATIONS - 1);
    Random random = new Random(seed);
    try (Stream<Path> files = Files.list(partial.resolve("replications"))) {
      for (Path replication : files.sorted().toList()) {
        damage(replication, random);
      }
    }
    Files.writeString(partial.resolve("replications").resolve("000001.bin.part"), "half");

    Path done = run("again", 2);

    assertThat(results(done)).as("seed %d", seed).isEqualTo(whole);
    assertThat(partial).doesNotExist();
    assertThat(names(done.resolve("replications")))
        .containsExactly(
            "000000.bin", "000001.bin", "000002.bin", "000003.bin", "000004.bin", "000005.bin");
  }

  /** Leaves, deletes, cuts, flips or empties a file. */
  private static void damage(Path file, Random random) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    switch (random.nextInt(5)) {
      case 0 -> Files.delete(file);
      case 1 -> Files.write(file, java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length)));
      case 2 -> {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, bytes);
      }
      case 3 -> Files.write(file, new byte[0]);
      default -> {
        // stays
      }
    }
  }

  @Test
  void finishedReplicationsAreNotComputedAgain() throws IOException {
    Path partial = interrupted("out", 3);
    Path first = partial.resolve("replications").resolve("000000.bin");
    // A replication of another index under this name would be refused; one of another content
    // with the right index and checksum is believed: it shows that the file was used.
    Outcome real = OutcomeFile.read(first);
    Outcome marked =
        new Outcome(
            0,
            real.metrics(),
            real.histograms(),
            real.series(),
            real.instances(),
            List.of("read from disk"),
            real.events(),
            real.digest());
    OutcomeFile.write(first, marked);

    Runner.Finished finished = runner("out", 2, null, 0, false).run(prepared());

    assertThat(finished.summary().notices()).contains("read from disk");
  }

  @Test
  void aReplicationUnderAnotherNumberIsComputedAgain() throws IOException {
    Map<String, String> whole = results(run("whole", 2));
    Path replications = interrupted("out", 3).resolve("replications");
    Files.write(
        replications.resolve("000001.bin"), Files.readAllBytes(replications.resolve("000000.bin")));

    assertThat(results(run("out", 2))).isEqualTo(whole);
  }

  @Test
  void aCompleteRunIsReportedAndLeftAsItIs() throws IOException {
    Path directory = run("out", 2);
    Map<String, String> before = everything(directory);

    Runner.Finished again = runner("out", 1, null, 0, false).run(prepared());

    assertThat(again.reused()).isTrue();
    assertThat(again.summary().replications()).isEqualTo(REPLICATIONS);
    assertThat(everything(directory)).isEqualTo(before);
    assertThat(names(folder)).containsExactly("out", "tiny.yaml");
  }

  @Test
  void aCompleteRunIsReplacedOnDemand() throws IOException {
    Path directory = run("out", 2);
    Map<String, String> before = results(directory);
    Files.writeString(directory.resolve("summary.json"), "spoilt");

    Runner.Finished again = runner("out", 2, null, 0, true).run(prepared());

    assertThat(again.reused()).isFalse();
    assertThat(results(directory)).isEqualTo(before);
    assertThat(names(folder)).containsExactly("out", "tiny.yaml");
  }

  @Test
  void whileARunIsReplacedTheOldOneStands() throws IOException {
    Path directory = run("out", 2);
    Map<String, String> before = everything(directory);
    List<Map<String, String>> seen = new ArrayList<>();

    new Runner(settings("out", 1, null, 0, true, (done, total) -> seen.add(everything(directory))))
        .run(prepared());

    assertThat(seen).hasSize(REPLICATIONS).allMatch(before::equals);
  }

  @Test
  void anInterruptedReplacementGoesOn() throws IOException {
    Path directory = run("out", 2);
    Map<String, String> before = results(directory);
    AtomicReference<Runner> self = new AtomicReference<>();
    Runner stopped =
        new Runner(
            settings(
                "out",
                1,
                null,
                0,
                true,
                (done, total) -> {
                  if (done == 2) {
                    self.get().interrupt();
                  }
                }));
    self.set(stopped);
    assertThatThrownBy(() -> stopped.run(prepared())).isInstanceOf(InterruptedIOException.class);
    assertThat(results(directory)).isEqualTo(before);

    runner("out", 1, null, 0, true).run(prepared());

    assertThat(results(directory)).isEqualTo(before);
    assertThat(folder.resolve("out.partial")).doesNotExist();
  }

  @Test
  void aCompleteRunThatLostAReplicationSaysSo() throws IOException {
    Path directory = run("out", 2);
    Path last = directory.resolve("replications").resolve("000005.bin");
    byte[] content = Files.readAllBytes(last);
    Files.delete(last);
    assertThatThrownBy(() -> run("out", 2))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("lost replication 5")
        .hasMessageContaining("--again");

    content[100] ^= 1;
    Files.write(last, content);
    assertThatThrownBy(() -> run("out", 2))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("000005.bin is damaged")
        .hasMessageContaining("--again");
  }

  @Test
  void anotherRunInTheDirectoryIsRefusedAndUntouched() throws IOException {
    Path directory = run("out", 2);
    Map<String, String> before = everything(directory);

    assertThatThrownBy(() -> runner("out", 2, null, 0, false).run(prepared("seed=9")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("holds another run")
        .hasMessageContaining("--out");
    assertThat(everything(directory)).isEqualTo(before);
    assertThat(names(folder)).containsExactly("out", "tiny.yaml");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aForeignFolderIsRefusedAndUntouched(boolean again) throws IOException {
    Path foreign = Files.createDirectories(folder.resolve("out"));
    Files.writeString(foreign.resolve("thesis.txt"), "years of work");

    assertThatThrownBy(() -> runner("out", 2, null, 0, again).run(prepared()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no run of ours");
    assertThat(everything(foreign)).isEqualTo(Map.of("thesis.txt", "years of work"));
    assertThat(names(folder)).containsExactly("out", "tiny.yaml");
  }

  @Test
  void aForeignFolderInTheWayOfTheWorkIsRefusedAndUntouched() throws IOException {
    Path foreign = Files.createDirectories(folder.resolve("out.partial"));
    Files.writeString(foreign.resolve("thesis.txt"), "years of work");

    assertThatThrownBy(() -> run("out", 2))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("out.partial is in the way");
    assertThat(everything(foreign)).isEqualTo(Map.of("thesis.txt", "years of work"));
    assertThat(names(folder)).containsExactly("out.partial", "tiny.yaml");
  }

  @Test
  void aFolderThatAppearsMeanwhileIsUntouched() throws IOException {
    Path foreign = folder.resolve("out");
    Progress intruder =
        (done, total) -> {
          if (done == REPLICATIONS) {
            Files.writeString(Files.createDirectory(foreign).resolve("thesis.txt"), "work");
          }
        };

    assertThatThrownBy(
            () -> new Runner(settings("out", 2, null, 0, true, intruder)).run(prepared()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no run of ours");
    assertThat(everything(foreign)).isEqualTo(Map.of("thesis.txt", "work"));
  }

  @Test
  void anEmptyFolderMayBecomeTheRunDirectory() throws IOException {
    Files.createDirectory(folder.resolve("out"));

    assertThat(run("out", 2)).isDirectoryContaining("glob:**summary.json");
    assertThat(names(folder)).containsExactly("out", "tiny.yaml");
  }

  @Test
  void workOfAnotherRunIsStartedAnew() throws IOException {
    Path partial = interrupted("out", 3);
    Files.writeString(partial.resolve("left-over.txt"), "old");

    Path directory = runner("out", 2, null, 0, false).run(prepared("seed=9")).directory();

    assertThat(directory.resolve("left-over.txt")).doesNotExist();
    assertThat(results(directory))
        .isEqualTo(results(runner("fresh", 2, null, 0, false).run(prepared("seed=9")).directory()));
  }

  @Test
  void aSecondRunInTheSameDirectoryIsRefused() throws Exception {
    CountDownLatch working = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Progress waiting =
        (done, total) -> {
          working.countDown();
          try {
            assertThat(goOn.await(30, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        };
    PreparedScenario prepared = prepared();
    AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    Thread first =
        new Thread(
            () -> {
              try {
                new Runner(settings("out", 1, null, 0, false, waiting)).run(prepared);
              } catch (IOException | RuntimeException e) {
                failure.set(e);
              }
            });
    first.start();
    assertThat(working.await(30, TimeUnit.SECONDS)).isTrue();

    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(() -> run("out", 1))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("another process works in");
    }
    goOn.countDown();
    first.join();

    assertThat(failure.get()).isNull();
    assertThat(runner("out", 1, null, 0, false).run(prepared).reused()).isTrue();
  }

  @Test
  void aLockWhoseOwnerIsDeadMeansNothing() throws IOException {
    Files.writeString(folder.resolve(".out.lock"), "");

    run("out", 2);

    assertThat(names(folder)).containsExactly("out", "tiny.yaml");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.partial", "x.replaced", ".x.lock"})
  void namesThatWeUseOurselvesAreRefused(String name) {
    assertThatThrownBy(() -> run(name, 1))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageContaining("--out");
  }

  @Test
  void theRootIsNoRunDirectory() {
    assertThatThrownBy(
            () ->
                new Runner(
                        new RunSettings(
                            Path.of("/"), 1, null, 0, false, List.of(), Progress.SILENT))
                    .run(prepared()))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageContaining("--out");
  }

  @Test
  void aRunDirectoryUnderAFileIsRefused() {
    assertThatThrownBy(() -> run("tiny.yaml/out", 1)).isInstanceOf(IOException.class);
    assertThat(file).isRegularFile();
  }

  @Test
  void aReadOnlyFolderIsRefusedAndUntouched() throws IOException {
    Path closed = Files.createDirectory(folder.resolve("closed"));
    assumeTrue(closed.toFile().setWritable(false), "permissions cannot be set here");
    assumeTrue(!Files.isWritable(closed), "this user may write everywhere");
    try {
      assertThatThrownBy(() -> run("closed/out", 1)).isInstanceOf(IOException.class);
      assertThat(names(closed)).isEmpty();
    } finally {
      assertThat(closed.toFile().setWritable(true)).isTrue();
    }
  }

  @Test
  void aStoppingRuleStopsAtTheSameReplicationWhateverTheThreads() throws IOException {
    Precision rule = Precision.parse("request.latency.mean:8%", 200);
    Runner.Finished one = runner("one", 1, rule, 200, false).run(prepared());
    int stop = one.summary().replications();

    assertThat(one.precise()).isTrue();
    assertThat(stop).isBetween(Precision.LEAST + 1, 199);
    assertThat(halfWidths(one.directory(), stop)).isLessThanOrEqualTo(0.08);
    for (int jobs : new int[] {2, 5}) {
      Runner.Finished more = runner("jobs" + jobs, jobs, rule, 200, false).run(prepared());
      assertThat(results(more.directory())).isEqualTo(results(one.directory()));
      assertThat(names(more.directory().resolve("replications"))).hasSize(stop);
    }
    Runner.Finished again = runner("one", 2, rule, 200, false).run(prepared());
    assertThat(again.reused()).isTrue();
    assertThat(again.precise()).isTrue();
    assertThat(again.summary().replications()).isEqualTo(stop);
  }

  /** Relative half width of the mean latency after so many replications; before, it was larger. */
  private static double halfWidths(Path directory, int stop) throws IOException {
    double[] means = new double[stop];
    for (String line : Files.readAllLines(directory.resolve("replications.csv"))) {
      String[] fields = line.split(",", -1);
      if (fields[1].equals("request.latency.mean")) {
        means[Integer.parseInt(fields[0])] = Double.parseDouble(fields[3]);
      }
    }
    for (int n = Precision.LEAST; n < stop; n++) {
      assertThat(relative(java.util.Arrays.copyOf(means, n))).isGreaterThan(0.08);
    }
    return relative(means);
  }

  private static double relative(double[] values) {
    return dev.medley.stat.ConfidenceInterval.of(values, 0.95).relativeHalfWidth();
  }

  @Test
  void aStoppingRuleThatIsNotMetEndsWithTheMost() throws IOException {
    Precision rule = Precision.parse("request.latency.mean:0.01%", 7);

    Runner.Finished finished = runner("out", 2, rule, 7, false).run(prepared());

    assertThat(finished.precise()).isFalse();
    assertThat(finished.summary().replications()).isEqualTo(7);
    assertThat(runner("out", 2, rule, 7, false).run(prepared()).precise()).isFalse();
  }

  @Test
  void aStoppingRuleOnAFigureThatIsNotThereIsRefused() {
    Precision ambiguous = Precision.parse("instance.start{service=other}.mean:5%", 7);

    assertThatThrownBy(() -> runner("out", 2, ambiguous, 7, false).run(prepared()))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageContaining("--precision");
  }

  @Test
  void aStoppingRuleOnAFigureWithoutValuesIsNeverMet() throws IOException {
    Precision rule = Precision.parse("instance.start{service=server}.mean:5%", 6);

    assertThat(runner("out", 2, rule, 6, false).run(prepared()).precise()).isFalse();
  }

  @Test
  void runsWithAndWithoutAStoppingRuleHaveDirectoriesOfTheirOwn() throws IOException {
    PreparedScenario prepared = prepared();
    Precision rule = Precision.parse("request.latency.mean:50%", 6);
    Path plain = defaultDirectory(prepared, null);
    Path precise = defaultDirectory(prepared, rule);
    try {
      assertThat(plain).isNotEqualTo(precise);
    } finally {
      for (Path directory : List.of(plain, precise)) {
        deleteTree(directory);
      }
      Path results = plain.getParent();
      if (results != null && names(results).isEmpty()) {
        Files.delete(results);
      }
    }
  }

  private static Path defaultDirectory(PreparedScenario prepared, @Nullable Precision rule)
      throws IOException {
    return new Runner(new RunSettings(null, 2, rule, 6, true, List.of(), Progress.SILENT))
        .run(prepared)
        .directory();
  }

  @Test
  void theRecordSaysInterruptedUntilTheRunIsComplete() throws IOException {
    List<String> seen = new ArrayList<>();
    Path record = folder.resolve("out.partial").resolve("run.json");

    Path directory =
        new Runner(
                settings(
                    "out", 2, null, 0, false, (done, total) -> seen.add(Files.readString(record))))
            .run(prepared())
            .directory();

    assertThat(seen)
        .hasSize(REPLICATIONS)
        .allSatisfy(text -> assertThat(text).contains("\"interrupted\""));
    assertThat(directory.resolve("run.json")).content(UTF_8).contains("\"complete\"");
  }

  @Test
  void aRunThatFailsSaysSoInItsRecord() throws IOException {
    Progress failing =
        (done, total) -> {
          throw new IllegalStateException("broken on purpose");
        };

    assertThatThrownBy(
            () -> new Runner(settings("out", 1, null, 0, false, failing)).run(prepared()))
        .isInstanceOf(IllegalStateException.class);
    assertThat(folder.resolve("out.partial").resolve("run.json"))
        .content(UTF_8)
        .contains("\"failed\"");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void theScenarioInTheRunDirectoryGivesTheSameBytes() throws IOException {
    Path directory =
        runner("out", 2, null, 0, false).run(prepared("duration=50s", "seed=8")).directory();
    PreparedScenario again = LOADER.load(directory.resolve("scenario.yaml").toString(), List.of());

    assertThat(results(runner("copy", 2, null, 0, false).run(again).directory()))
        .isEqualTo(results(directory));
  }

  @Test
  void variantsAreComparedOnceAndThenReported() throws IOException {
    Map<String, PreparedScenario> variants = new java.util.LinkedHashMap<>();
    for (String count : List.of("2", "3")) {
      variants.put(count, prepared("services.server.replicas.initial=" + count));
    }
    Runner.Compared first = runner("out", 2, null, 0, false).compare("replicas", variants);
    Map<String, String> before = everything(first.directory());
    Runner.Compared second = runner("out", 1, null, 0, false).compare("replicas", variants);

    assertThat(first.reused()).isFalse();
    assertThat(second.reused()).isTrue();
    assertThat(everything(second.directory())).isEqualTo(before);
    assertThat(before.keySet()).contains("2/summary.json", "3/summary.json", "comparison.csv");
    assertThat(before.get("2/replications.csv")).isNotEqualTo(before.get("3/replications.csv"));
  }

  @Test
  void aTraceHoldsEveryEventOfTheReplication() throws IOException {
    PreparedScenario prepared = prepared();
    long events = Replication.run(prepared.model(), 3, 0).events();
    Path csv = folder.resolve("events.csv");

    EventTrace.Extent whole = EventTrace.write(csv, prepared, 0, Long.MAX_VALUE);
    EventTrace.Extent cut = EventTrace.write(folder.resolve("events.csv.gz"), prepared, 0, 7);

    List<String> lines = Files.readAllLines(csv);
    assertThat(whole).isEqualTo(new EventTrace.Extent(events, events));
    assertThat(lines).hasSize((int) events + 1).first().isEqualTo("time_s,event,subject,payload");
    assertThat(lines.get(1)).matches("\\d+\\.\\d{9},[a-z-]+,\\d+,-?\\d+");
    assertThat(cut).isEqualTo(new EventTrace.Extent(7, events));
    assertThat(unzipped(folder.resolve("events.csv.gz")).lines().toList())
        .isEqualTo(lines.subList(0, 8));
    assertThat(names(folder)).containsExactly("events.csv", "events.csv.gz", "tiny.yaml");
  }

  @Test
  void aTraceThatCannotBeWrittenLeavesNothing() {
    assertThatThrownBy(() -> EventTrace.write(file.resolve("t.csv"), prepared(), 0, 9))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> EventTrace.write(folder, prepared(), 0, 9))
        .isInstanceOf(InvalidConfiguration.class);
  }

  private Path interrupted(String out, int after) throws IOException {
    AtomicReference<Runner> self = new AtomicReference<>();
    Progress stop =
        (done, total) -> {
          if (done == after) {
            self.get().interrupt();
          }
        };
    Runner runner = new Runner(settings(out, 1, null, 0, false, stop));
    self.set(runner);
    assertThatThrownBy(() -> runner.run(prepared())).isInstanceOf(InterruptedIOException.class);
    Path partial = folder.resolve(out + ".partial");
    assertThat(partial.resolve("run.json")).content(UTF_8).contains("\"interrupted\"");
    assertThat(folder.resolve(out)).doesNotExist();
    return partial;
  }

  private PreparedScenario prepared(String... settings) {
    return LOADER.load(file.toString(), List.of(settings));
  }

  private Path run(String out, int jobs) throws IOException {
    return runner(out, jobs, null, 0, false).run(prepared()).directory();
  }

  private Runner runner(String out, int jobs, @Nullable Precision rule, int most, boolean again) {
    return new Runner(settings(out, jobs, rule, most, again, Progress.SILENT));
  }

  private RunSettings settings(
      String out, int jobs, @Nullable Precision rule, int most, boolean again, Progress progress) {
    return new RunSettings(folder.resolve(out), jobs, rule, most, again, List.of(), progress);
  }

  /** What is promised to be the same: texts, and what is in the compressed files. */
  private static Map<String, String> results(Path directory) throws IOException {
    Map<String, String> results = new TreeMap<>();
    for (String name : List.of("replications.csv", "summary.json", "scenario.yaml")) {
      results.put(name, Files.readString(directory.resolve(name)));
    }
    results.put("timeseries.csv", unzipped(directory.resolve("timeseries.csv.gz")));
    return results;
  }

  private static String unzipped(Path file) throws IOException {
    try (GZIPInputStream in =
        new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private static Map<String, String> everything(Path directory) throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        content.put(
            directory.relativize(file).toString(),
            new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1));
      }
    }
    return content;
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> String.valueOf(entry.getFileName())).sorted().toList();
    }
  }

  private static void deleteTree(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path path : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
