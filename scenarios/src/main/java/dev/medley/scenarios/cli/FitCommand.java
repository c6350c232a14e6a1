package dev.medley.scenarios.cli;

import dev.medley.check.InvalidConfiguration;
import dev.medley.check.Nearest;
import dev.medley.check.Problem;
import dev.medley.distribution.DurationLaw;
import dev.medley.distribution.fit.Family;
import dev.medley.distribution.fit.Fits;
import dev.medley.distribution.fit.Samples;
import dev.medley.scenarios.batch.ScenarioLoader;
import dev.medley.scenarios.report.Color;
import dev.medley.scenarios.report.FitJson;
import dev.medley.scenarios.report.FitPlot;
import dev.medley.scenarios.report.FitSource;
import dev.medley.scenarios.report.FitTable;
import dev.medley.scenarios.trace.SamplesFile;
import dev.medley.scenarios.yaml.Binder;
import dev.medley.scenarios.yaml.LawText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code medley fit}: laws for measured durations. */
@Command(
    name = "fit",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Fit every law to measured durations by maximum likelihood: ranking by AIC, Kolmogorov-Smirnov",
      "and Anderson-Darling distances with p-values of a parametric bootstrap, which law to take and",
      "what is wrong with it, and the YAML to paste. FILE is CSV (comma, semicolon or tab) with or",
      "without a header, or columns between blanks."
    })
final class FitCommand implements Callable<Integer> {
  private final Console console;

  /** What is printed. */
  enum Output {
    TABLE,
    JSON
  }

  @Parameters(paramLabel = "FILE", description = "Where the samples are.")
  private Path file = Path.of("");

  @Option(
      names = "--column",
      paramLabel = "NAME|N",
      description = "Name of the column, or its number from 1.")
  private @Nullable String column;

  @Option(
      names = "--unit",
      paramLabel = "ns|us|ms|s",
      description = "Unit of the numbers; else what the column's name ends with, else ms.")
  private @Nullable String unit;

  @Option(
      names = "--law",
      paramLabel = "NAME",
      split = ",",
      description = "Fit this law only; repeatable.")
  private List<String> laws = new ArrayList<>();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of the bootstrap (default ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--plot",
      paramLabel = "FILE.svg|html",
      description = "Draw samples and laws, distribution functions and quantiles, into this file.")
  private @Nullable Path plot;

  @Option(
      names = "--format",
      paramLabel = "table|json",
      defaultValue = "table",
      description = "What stdout gets (default ${DEFAULT-VALUE}).")
  private Output format = Output.TABLE;

  @Option(names = "--color", paramLabel = "auto|always|never", defaultValue = "auto")
  private Color color = Color.AUTO;

  FitCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    List<Problem> problems = new ArrayList<>();
    List<Family> families = families(problems);
    if (plot != null && !FitPlot.isDrawable(plot)) {
      problems.add(new Problem("--plot", "must end with .svg or .html (was " + plot + ")"));
    }
    SamplesFile.@Nullable Column read = null;
    @Nullable Samples samples = null;
    try {
      read = SamplesFile.read(file, column, unit);
      read.notices().forEach(console::say);
      samples = Samples.of(read.nanos());
    } catch (InvalidConfiguration e) {
      e.problems().forEach(p -> problems.add(p.path().isEmpty() ? p.under(file.toString()) : p));
    }
    if (!problems.isEmpty() || read == null || samples == null) {
      throw new InvalidConfiguration(problems);
    }
    Fits fits = Fits.of(samples, families, seed);
    if (fits.ranked().isEmpty()) {
      fits.refused()
          .forEach(
              (family, reason) -> problems.add(new Problem(file + ": no " + family.key(), reason)));
      throw new InvalidConfiguration(problems);
    }
    print(fits, new FitSource(file.toString(), read.name(), read.unit().text(), seed));
    return ExitCode.OK;
  }

  private void print(Fits fits, FitSource source) throws IOException {
    Binder binder = ScenarioLoader.binder();
    Function<DurationLaw, String> yaml = law -> LawText.of(binder, law);
    if (plot != null) {
      FitPlot.write(plot, fits, source, yaml);
      console.say("plot in " + plot);
    }
    console
        .out()
        .print(
            format == Output.JSON
                ? FitJson.text(fits, source, yaml)
                : FitTable.text(fits, source, yaml, console.colored(color)));
  }

  private List<Family> families(List<Problem> problems) {
    if (laws.isEmpty()) {
      return Family.all();
    }
    List<String> known = Family.all().stream().map(Family::key).toList();
    List<Family> families = new ArrayList<>();
    for (String law : laws) {
      int at = known.indexOf(law);
      if (at >= 0) {
        families.add(Family.all().get(at));
      } else if (law.equals("constant")) {
        problems.add(
            new Problem(
                "--law constant",
                "cannot be fitted: samples that differ have no likelihood under it, samples that do"
                    + " not differ need no fit"));
      } else {
        problems.add(
            new Problem("--law", "there is no law '" + law + "'" + Nearest.known(law, known)));
      }
    }
    return families;
  }
}
