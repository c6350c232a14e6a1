package dev.medley.benchmarks.runner;

import dev.medley.benchmarks.Delays;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The findings of one run as JSON.
 *
 * <p>{@code kind}, {@code date}, {@code commit}, {@code machine}, {@code seeds}; {@code criteria}
 * with goal, median, least and greatest over the rounds; {@code measurements} with the nanoseconds
 * and bytes per event of every fork, in order of rounds.
 */
final class ResultFile {
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private ResultFile() {}

  /** Where results go unless told otherwise: {@code results/bench/<date>-<kind>.json}. */
  static Path standard(String kind, Instant started) {
    return Path.of("results", "bench", NAME.format(started) + "-" + kind + ".json");
  }

  static String json(String kind, Instant started, Machine machine, Bench.Findings findings) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    ObjectNode root = nodes.objectNode();
    root.put("kind", kind);
    root.put("date", started.toString());
    root.put("commit", machine.commit());
    ObjectNode place = root.putObject("machine");
    place.put("cpu", machine.cpu());
    place.put("processors", machine.processors());
    place.put("memoryBytes", machine.memoryBytes());
    place.put("system", machine.system());
    place.put("jvm", machine.jvm());
    ArrayNode options = place.putArray("forkOptions");
    JmhForks.JVM_OPTIONS.forEach(options::add);
    ObjectNode seeds = root.putObject("seeds");
    seeds.put("delays", Delays.SEED);
    seeds.put("fill", Delays.FILL_SEED);
    root.put("tolerance", findings.tolerance());
    root.put("passed", findings.passed());
    ArrayNode criteria = root.putArray("criteria");
    findings.verdicts().forEach(verdict -> put(criteria.addObject(), verdict, findings));
    ArrayNode measurements = root.putArray("measurements");
    for (Point point : findings.measurements().points()) {
      put(measurements.addObject(), point, findings.measurements());
    }
    return JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build()
            .writeValueAsString(root)
        + "\n";
  }

  private static void put(ObjectNode node, Verdict verdict, Bench.Findings findings) {
    Criterion criterion = verdict.criterion();
    node.put("name", criterion.name());
    node.put("bound", criterion.isUpperBound() ? "at most" : "at least");
    node.put("goal", criterion.goal());
    node.put("moonshot", criterion.moonshot());
    node.put("median", verdict.found().median());
    node.put("low", verdict.found().low());
    node.put("high", verdict.found().high());
    node.put("passed", verdict.passes(findings.tolerance()));
    node.put("moonshotReached", verdict.reachesMoonshot());
    node.put("retried", findings.retried().contains(criterion.name()));
  }

  private static void put(ObjectNode node, Point point, Measurements measurements) {
    node.put("benchmark", point.benchmark());
    node.put("setting", point.setting());
    node.put("contestant", point.contestant());
    ObjectNode parameters = node.putObject("parameters");
    point.parameters().forEach(parameters::put);
    ArrayNode nanos = node.putArray("nanos");
    ArrayNode bytes = node.putArray("allocatedBytes");
    for (Score score : measurements.of(point)) {
      nanos.add(score.nanos());
      bytes.add(score.allocatedBytes());
    }
  }

  /**
   * Makes sure, before hours are spent on findings, that they can be written.
   *
   * @throws UncheckedIOException when the file is a folder, or its folder cannot be written to
   */
  static void claim(Path file) {
    try {
      if (file.toString().isBlank() || Files.isDirectory(file)) {
        throw new FileSystemException(file.toString(), null, "is a folder, not a file");
      }
      Path folder = file.toAbsolutePath().resolveSibling(".").normalize();
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, ".medley", ".tmp"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes the file in full or not at all.
   *
   * @throws UncheckedIOException when that fails; what stood there stays
   */
  static void write(Path file, String text) {
    Path folder = file.toAbsolutePath().getParent();
    Path temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
    try {
      if (folder != null) {
        Files.createDirectories(folder);
      }
      try {
        Files.writeString(temporary, text);
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
          channel.force(true);
        }
        Files.move(
            temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
