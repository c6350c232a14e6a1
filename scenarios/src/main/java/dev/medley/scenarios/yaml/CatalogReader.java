package dev.medley.scenarios.yaml;

import dev.medley.check.InvalidConfiguration;
import dev.medley.check.Problem;
import dev.medley.cluster.host.HostType;
import dev.medley.cluster.offload.OffloadCard;
import dev.medley.cluster.runtime.RuntimeDefinition;
import dev.medley.cluster.runtime.RuntimeLayers;
import dev.medley.experiment.Catalog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Reads folders of catalog files; a later folder replaces what an earlier one has under the same
 * name, two files of one folder may not have the same name.
 */
public final class CatalogReader {
  private final Binder binder;
  private final Map<String, RuntimeDefinition> runtimes = new LinkedHashMap<>();
  private final Map<String, Document> runtimeFiles = new LinkedHashMap<>();
  private final Map<String, HostType> hostTypes = new LinkedHashMap<>();
  private final Map<String, OffloadCard> cards = new LinkedHashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  /** Nothing is read yet. */
  public CatalogReader(Binder binder) {
    this.binder = binder;
  }

  /** Reads every {@code .yaml} and {@code .yml} file of a folder, in the order of their names. */
  public CatalogReader read(Path folder) {
    if (!Files.isDirectory(folder)) {
      problems.add(new Problem(folder.toString(), "is not a folder of catalog files"));
      return this;
    }
    List<Path> files;
    try (Stream<Path> entries = Files.list(folder)) {
      files = entries.filter(CatalogReader::isYaml).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, Path> seen = new LinkedHashMap<>();
    for (Path file : files) {
      try {
        Document document = Document.read(file);
        add(binder.bind(document, CatalogFile.class), document, file, seen);
      } catch (InvalidConfiguration e) {
        problems.addAll(e.problems());
      }
    }
    return this;
  }

  /**
   * What was read; runtimes of layers with the profiles that follow from them.
   *
   * @throws InvalidConfiguration with every problem of every file
   */
  public Catalog catalog() {
    if (!problems.isEmpty()) {
      throw new InvalidConfiguration(problems);
    }
    RuntimeLayers.Result made = RuntimeLayers.resolve(runtimes);
    made.problems()
        .forEach(
            (name, found) -> {
              Document file = Objects.requireNonNull(runtimeFiles.get(name));
              List<Problem> inFile = found.stream().map(p -> p.under("runtime")).toList();
              problems.addAll(file.invalid(inFile).problems());
            });
    if (!problems.isEmpty()) {
      throw new InvalidConfiguration(problems);
    }
    return new Catalog(made.runtimes(), hostTypes, cards);
  }

  private static boolean isYaml(Path file) {
    String name = String.valueOf(file.getFileName());
    return (name.endsWith(".yaml") || name.endsWith(".yml")) && Files.isRegularFile(file);
  }

  private void add(CatalogFile entry, Document document, Path file, Map<String, Path> seen) {
    if (entry.runtime() != null) {
      once("runtime", entry.runtime().name(), file, seen);
      runtimes.put(entry.runtime().name(), entry.runtime());
      runtimeFiles.put(entry.runtime().name(), document);
    }
    if (entry.hostType() != null) {
      once("host type", entry.hostType().name(), file, seen);
      hostTypes.put(entry.hostType().name(), entry.hostType());
    }
    if (entry.offloadCard() != null) {
      once("offload card", entry.offloadCard().name(), file, seen);
      cards.put(entry.offloadCard().name(), entry.offloadCard());
    }
  }

  private void once(String what, String name, Path file, Map<String, Path> seen) {
    Path other = seen.put(what + " " + name, file);
    if (other != null) {
      problems.add(
          new Problem(
              file.toString(), what + " '" + name + "' is in " + other.getFileName() + " too"));
    }
  }
}
