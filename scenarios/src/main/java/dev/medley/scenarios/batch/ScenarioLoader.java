package dev.medley.scenarios.batch;

import dev.medley.check.InvalidConfiguration;
import dev.medley.check.Nearest;
import dev.medley.check.Problem;
import dev.medley.cluster.engine.state.ClusterModel;
import dev.medley.cluster.runtime.RuntimeDefinition;
import dev.medley.cluster.runtime.RuntimeLayers;
import dev.medley.cluster.scaling.AutoscalerPolicy;
import dev.medley.cluster.scaling.AutoscalerProvider;
import dev.medley.cluster.scaling.Autoscalers;
import dev.medley.cluster.workload.Arrivals;
import dev.medley.cluster.workload.CountSeries;
import dev.medley.experiment.Catalog;
import dev.medley.experiment.Scenario;
import dev.medley.experiment.ScenarioAssembler;
import dev.medley.experiment.WorkloadSpec;
import dev.medley.scenarios.trace.CountsCsv;
import dev.medley.scenarios.yaml.Binder;
import dev.medley.scenarios.yaml.CatalogFile;
import dev.medley.scenarios.yaml.CatalogReader;
import dev.medley.scenarios.yaml.Document;
import dev.medley.scenarios.yaml.Overrides;
import dev.medley.scenarios.yaml.Writer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Loads scenarios from files or from the library, with everything they name. */
public final class ScenarioLoader {
  private static final String LIBRARY = "library";
  private static final List<String> PACKED = List.of("runtimes", "hardware");

  private final Binder binder;
  private final Catalog catalog;

  private ScenarioLoader(Binder binder, Catalog catalog) {
    this.binder = binder;
    this.catalog = catalog;
  }

  /**
   * A loader whose catalog is what is packed with the program, then the given folders.
   *
   * @throws InvalidConfiguration with every problem of every catalog file
   */
  public static ScenarioLoader standard(List<Path> folders) {
    Binder binder = binder();
    CatalogReader reader = new CatalogReader(binder);
    PACKED.forEach(name -> reader.read(Resources.folder(name)));
    folders.forEach(reader::read);
    return new ScenarioLoader(binder, reader.catalog());
  }

  /** The binder that knows every autoscaler. */
  public static Binder binder() {
    Map<String, Class<? extends Record>> policies = new LinkedHashMap<>();
    for (AutoscalerProvider provider : Autoscalers.all()) {
      policies.put(provider.name(), provider.settings());
    }
    return Binder.builder().registry(AutoscalerPolicy.class, "type", policies).build();
  }

  /** What scenarios can name. */
  public Catalog catalog() {
    return catalog;
  }

  /** Names of the library's scenarios with their descriptions, by name. */
  public static Map<String, String> library() {
    Binder binder = binder();
    Map<String, String> found = new LinkedHashMap<>();
    for (Path file : libraryFiles()) {
      Scenario scenario = binder.bind(Document.read(file), Scenario.class);
      found.put(scenario.name(), scenario.description());
    }
    return found;
  }

  /**
   * A scenario of the library as it is written, with its comments.
   *
   * @throws InvalidConfiguration unless the library has it
   */
  public static String text(String name) {
    for (Path file : libraryFiles()) {
      if (nameOf(file).equals(name)) {
        try {
          return Files.readString(file);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    throw unknown(name, "is no scenario of the library");
  }

  /**
   * Loads a scenario.
   *
   * @param fileOrName a file, or the name of a scenario of the library
   * @param settings {@code path=value} each
   * @throws InvalidConfiguration with every problem at its place
   */
  public PreparedScenario load(String fileOrName, List<String> settings) {
    Path file = find(fileOrName);
    Overrides.Result changed =
        Overrides.apply(binder, Document.read(file), Scenario.class, settings);
    Document document = changed.document();
    Scenario written = binder.bind(document, Scenario.class);
    List<Problem> problems = new ArrayList<>();
    Map<String, Path> files = new LinkedHashMap<>();
    Map<String, CountSeries> counts = counts(written, document, file, files, problems);
    ClusterModel model = null;
    try {
      model = ScenarioAssembler.assemble(written, catalog, counts);
    } catch (InvalidConfiguration e) {
      for (Problem problem : e.problems()) {
        boolean told = problems.stream().anyMatch(p -> p.path().equals(problem.path()));
        if (!told) {
          problems.add(problem);
        }
      }
    }
    if (model == null || !problems.isEmpty()) {
      throw document.invalid(problems);
    }
    List<String> notices = new ArrayList<>(changed.notices());
    counts.forEach((service, series) -> coverage(service, series, written.duration(), notices));
    Scenario scenario = withFiles(written, files);
    String text = Writer.text(binder, scenario);
    return new PreparedScenario(scenario, model, text, notices, () -> identity(text, files));
  }

  /**
   * Checks a file that adds a runtime, a host type or an offload card.
   *
   * @return what it adds, in words; null when the file is no such file but, for all one can tell, a
   *     scenario
   * @throws InvalidConfiguration with every problem at its place
   */
  public @Nullable String checkCatalogFile(String fileOrName) {
    Path file = find(fileOrName);
    Document document = Document.read(file);
    if (!CatalogFile.isOne(document)) {
      return null;
    }
    CatalogFile entry = binder.bind(document, CatalogFile.class);
    if (entry.runtime() != null) {
      checkLayers(entry.runtime(), document);
    }
    return entry.words();
  }

  /** A runtime of layers is made of what the catalog has. */
  private void checkLayers(RuntimeDefinition runtime, Document document) {
    Map<String, RuntimeDefinition> all = new LinkedHashMap<>(catalog.runtimes());
    all.put(runtime.name(), runtime);
    List<Problem> found = RuntimeLayers.resolve(all).problems().get(runtime.name());
    if (found != null) {
      throw document.invalid(found.stream().map(problem -> problem.under("runtime")).toList());
    }
  }

  private Path find(String fileOrName) {
    try {
      Path packed = Resources.folder(LIBRARY).resolve(fileOrName + ".yaml");
      Path file = Path.of(fileOrName);
      boolean looksLikeFile =
          fileOrName.contains("/") || fileOrName.endsWith(".yaml") || fileOrName.endsWith(".yml");
      if (looksLikeFile || Files.isRegularFile(file)) {
        return file;
      }
      if (Files.isRegularFile(packed)) {
        return packed;
      }
    } catch (InvalidPathException e) {
      throw new InvalidConfiguration(fileOrName, "is not a file name");
    }
    throw unknown(fileOrName, "is neither a file nor a scenario of the library");
  }

  private static InvalidConfiguration unknown(String name, String problem) {
    List<String> names = libraryFiles().stream().map(ScenarioLoader::nameOf).toList();
    return new InvalidConfiguration(
        name, problem + Nearest.question(name, names) + "; scenarios: " + String.join(", ", names));
  }

  private static String nameOf(Path file) {
    return String.valueOf(file.getFileName()).replace(".yaml", "");
  }

  private static List<Path> libraryFiles() {
    try (Stream<Path> files = Files.list(Resources.folder(LIBRARY))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads the files of counts; a path in a file is relative to that file, in a flag to here. */
  private static Map<String, CountSeries> counts(
      Scenario scenario,
      Document document,
      Path file,
      Map<String, Path> files,
      List<Problem> problems) {
    Map<String, CountSeries> counts = new LinkedHashMap<>();
    scenario
        .workload()
        .forEach(
            (service, workload) -> {
              if (workload.arrivals() instanceof Arrivals.Counts spec) {
                String path = "workload." + service + ".arrivals.counts";
                try {
                  boolean packed = file.startsWith(Resources.folder(LIBRARY));
                  boolean flag = document.locate(path).isOverride();
                  Path folder = file.toAbsolutePath().getParent();
                  Path named =
                      packed || flag || folder == null
                          ? Path.of(spec.file())
                          : folder.resolve(spec.file());
                  if (packed && !flag && !Files.exists(named)) {
                    problems.add(
                        new Problem(
                            path,
                            "there is no file "
                                + named
                                + " here; name a file of counts with --set "
                                + path
                                + "=FILE (CSV with a header, one row per interval)"));
                    return;
                  }
                  counts.put(service, CountsCsv.read(named, spec));
                  files.put(service, named.toAbsolutePath().normalize());
                } catch (InvalidPathException e) {
                  problems.add(new Problem(path, "is not a file name: " + spec.file()));
                } catch (InvalidConfiguration e) {
                  e.problems().forEach(p -> problems.add(new Problem(path, p.toString())));
                }
              }
            });
    return counts;
  }

  /** Tells when a file of counts is shorter or longer than the scenario. */
  private static void coverage(
      String service, CountSeries series, Duration duration, List<String> notices) {
    Duration covered =
        Duration.ofNanos(series.intervalNanos()).multipliedBy(series.counts().length);
    int order = covered.compareTo(duration);
    if (order != 0) {
      notices.add(
          "workload."
              + service
              + ".arrivals.counts: the file covers "
              + covered.toSeconds()
              + " s of "
              + duration.toSeconds()
              + (order < 0 ? " s; no requests after that" : " s; the rest is not used"));
    }
  }

  /** The scenario with absolute names of files, so that it can be run from anywhere. */
  private static Scenario withFiles(Scenario scenario, Map<String, Path> files) {
    Map<String, WorkloadSpec> workload = new LinkedHashMap<>(scenario.workload());
    workload.replaceAll(
        (service, spec) -> {
          Path file = files.get(service);
          return file != null && spec.arrivals() instanceof Arrivals.Counts old
              ? new WorkloadSpec(
                  new Arrivals.Counts(file.toString(), old.column(), old.interval(), old.within()),
                  null)
              : spec;
        });
    return new Scenario(
        scenario.apiVersion(),
        scenario.name(),
        scenario.description(),
        scenario.duration(),
        scenario.warmup(),
        scenario.seed(),
        scenario.replications(),
        scenario.confidence(),
        scenario.profile(),
        scenario.hosts(),
        scenario.services(),
        workload,
        scenario.control(),
        scenario.record(),
        scenario.prices(),
        scenario.slo(),
        scenario.expect(),
        scenario.images(),
        scenario.eviction(),
        scenario.failures(),
        scenario.maintenance(),
        scenario.migrations());
  }

  private String identity(String text, Map<String, Path> files) {
    MessageDigest digest = Digests.sha256();
    Digests.add(digest, text);
    catalog.runtimes().values().forEach(one -> Digests.add(digest, Writer.text(binder, one)));
    catalog.hostTypes().values().forEach(one -> Digests.add(digest, Writer.text(binder, one)));
    catalog.cards().values().forEach(one -> Digests.add(digest, Writer.text(binder, one)));
    Digests.add(digest, Digests.program());
    try {
      for (Path file : files.values()) {
        Digests.add(digest, file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Digests.hex(digest);
  }
}
