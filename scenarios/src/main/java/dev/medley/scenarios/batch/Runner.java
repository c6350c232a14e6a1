package dev.medley.scenarios.batch;

import dev.medley.experiment.Comparison;
import dev.medley.experiment.ComparisonFold;
import dev.medley.experiment.OutcomeFold;
import dev.medley.experiment.Summary;
import dev.medley.scenarios.report.Assumptions;
import dev.medley.scenarios.report.Provenance;
import dev.medley.scenarios.report.RunFiles;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Carries out runs and comparisons in run directories. */
public final class Runner {
  private static final String REPLICATIONS = "replications";
  private static final long RECORD_EVERY_NANOS = 1_000_000_000L;
  private static final int MOST_PICTURED = 12;

  private final RunSettings settings;
  private final Instant started = Instant.now();
  private final AtomicBoolean interrupted = new AtomicBoolean();
  private volatile @Nullable Path working;

  /**
   * What a run left behind.
   *
   * @param summary what all replications say
   * @param directory the run directory
   * @param reused whether the directory was there, complete, from an earlier run
   * @param precise whether the stopping rule was met; true without one
   * @param reached half width by mean of the stopping rule's figure; NaN without one
   */
  public record Finished(
      Summary summary, Path directory, boolean reused, boolean precise, double reached) {}

  /**
   * What a comparison left behind.
   *
   * @param comparison the variants against each other
   * @param directory the run directory
   * @param reused whether the directory was there, complete, from an earlier run
   */
  public record Compared(Comparison comparison, Path directory, boolean reused) {}

  /** Prepares a runner for one command. */
  public Runner(RunSettings settings) {
    this.settings = settings;
  }

  /** Where work goes on, once it does; for whoever tells the user after an interrupt. */
  public @Nullable Path working() {
    return working;
  }

  /** Asks for an early end: what is finished stays on disk. */
  public void interrupt() {
    interrupted.set(true);
  }

  /**
   * Runs a scenario, continues it, or reports it when it is complete already.
   *
   * @throws IOException when the run directory cannot be used
   */
  public Finished run(PreparedScenario prepared) throws IOException {
    String plan = plan(prepared);
    try (RunDirectory directory =
        new RunDirectory(target(prepared.scenario().name(), plan), plan)) {
      if (isDone(directory)) {
        OutcomeFold fold = refold(prepared, directory.target());
        return finished(prepared, fold, directory, true);
      }
      working = directory.partial();
      OutcomeFold fold = execute(prepared, directory.partial(), 0, 1);
      directory.complete(settings.again());
      working = null;
      return finished(prepared, fold, directory, false);
    }
  }

  private Finished finished(
      PreparedScenario prepared, OutcomeFold fold, RunDirectory directory, boolean reused) {
    Precision precision = settings.precision();
    return new Finished(
        fold.summary(),
        directory.target(),
        reused,
        isPrecise(prepared, fold),
        precision == null ? Double.NaN : precision.reached(fold, prepared.scenario().confidence()));
  }

  /**
   * Runs variants of a scenario on common random numbers.
   *
   * @param varied what differs
   * @param variants at least two, by name; the first is the reference
   */
  public Compared compare(String varied, Map<String, PreparedScenario> variants)
      throws IOException {
    PreparedScenario first = variants.values().iterator().next();
    var digest = Digests.sha256();
    variants.forEach(
        (name, prepared) -> {
          Digests.add(digest, name);
          Digests.add(digest, plan(prepared));
        });
    String identity = Digests.hex(digest);
    try (RunDirectory directory =
        new RunDirectory(target(first.scenario().name() + "-compare", identity), identity)) {
      boolean reused = isDone(directory);
      Path root = reused ? directory.target() : directory.partial();
      if (!reused) {
        working = root;
      }
      List<OutcomeFold> folds = new ArrayList<>();
      int done = 0;
      for (Map.Entry<String, PreparedScenario> variant : variants.entrySet()) {
        Path folder = root.resolve(variant.getKey());
        folds.add(
            reused
                ? refold(variant.getValue(), folder)
                : execute(variant.getValue(), folder, done, variants.size()));
        done++;
      }
      Comparison comparison =
          ComparisonFold.of(
              first.scenario().name(),
              varied,
              first.scenario().seed(),
              first.scenario().confidence(),
              List.copyOf(variants.keySet()),
              folds);
      if (!reused) {
        RunFiles files = new RunFiles(root);
        files.comparison(comparison, provenance(first, folds.get(0).count()), assumptions(first));
        directory.complete(settings.again());
        working = null;
      }
      return new Compared(comparison, directory.target(), reused);
    }
  }

  /** Whether there is nothing to do; otherwise the directory is open for work. */
  private boolean isDone(RunDirectory directory) throws IOException {
    return (!settings.again() && directory.isComplete()) || !directory.open(settings.again());
  }

  private Path target(String name, String plan) {
    return settings.out() != null
        ? settings.out()
        : Path.of("results", name + "-" + plan.substring(0, 8));
  }

  /** Hash of everything that decides which replications there are in the end. */
  private String plan(PreparedScenario prepared) {
    Precision precision = settings.precision();
    return precision == null
        ? prepared.identity()
        : Digests.of(
            prepared.identity()
                + " "
                + precision.metric()
                + ":"
                + precision.relative()
                + " at most "
                + settings.maxReplications());
  }

  private OutcomeFold execute(PreparedScenario prepared, Path folder, int part, int parts)
      throws IOException {
    try {
      return work(prepared, folder, part, parts);
    } catch (RuntimeException | Error failure) {
      try {
        new RunFiles(folder).run(provenance(prepared, 0, Provenance.Status.FAILED));
      } catch (IOException unwritten) {
        failure.addSuppressed(unwritten);
      }
      throw failure;
    } catch (FileSystemException | InterruptedIOException told) {
      throw told;
    } catch (IOException bare) {
      // "No space left on device" and the like do not say where.
      throw new IOException(folder + ": " + bare.getMessage(), bare);
    }
  }

  private OutcomeFold work(PreparedScenario prepared, Path folder, int part, int parts)
      throws IOException {
    ReplicationStore store = new ReplicationStore(folder.resolve(REPLICATIONS));
    Files.createDirectories(store.folder());
    RunFiles files = new RunFiles(folder);
    files.scenario(prepared.text());
    files.run(provenance(prepared, 0, Provenance.Status.INTERRUPTED));
    long[] recordedNanos = {System.nanoTime()};
    Progress progress =
        (done, total) -> {
          // A forced write per replication would cost more than short replications themselves.
          if (System.nanoTime() - recordedNanos[0] >= RECORD_EVERY_NANOS) {
            files.run(provenance(prepared, done, Provenance.Status.INTERRUPTED));
            recordedNanos[0] = System.nanoTime();
          }
          settings.progress().folded(part * total + done, parts * total);
        };
    OutcomeFold fold;
    try {
      fold =
          new Batch(
                  prepared,
                  store,
                  settings.jobs(),
                  settings.precision(),
                  progress,
                  interrupted,
                  settings.checking())
              .run(planned(prepared));
    } finally {
      if (part == parts - 1 || interrupted.get()) {
        settings.progress().ended();
      }
    }
    if (interrupted.get()) {
      throw new InterruptedIOException("interrupted");
    }
    store.keepFirst(fold.count());
    Summary summary = fold.summary();
    files.replications(store.first(fold.count()));
    files.summary(summary);
    files.timeSeries(store.first(fold.count()));
    if (prepared.scenario().record().instances() != null) {
      files.instances(store.first(fold.count()));
    }
    files.histograms(summary.pooled(), prepared.model().durationNanos());
    Provenance provenance = provenance(prepared, fold.count());
    files.report(summary, provenance, assumptions(prepared));
    if (prepared.model().services().size() <= MOST_PICTURED) {
      files.picture(summary);
    }
    files.run(provenance);
    return fold;
  }

  private static Assumptions assumptions(PreparedScenario prepared) {
    return new Assumptions(prepared.text(), prepared.notices());
  }

  private OutcomeFold refold(PreparedScenario prepared, Path folder) throws IOException {
    ReplicationStore store = new ReplicationStore(folder.resolve(REPLICATIONS));
    OutcomeFold fold =
        new OutcomeFold(
            prepared.scenario(), prepared.scenario().seed(), prepared.scenario().confidence());
    int planned = planned(prepared);
    while (fold.count() < planned && store.has(fold.count())) {
      try {
        fold.add(store.read(fold.count()));
      } catch (IOException damaged) {
        throw new IOException(damaged.getMessage() + "; run it again with --again", damaged);
      }
    }
    if (fold.count() < planned && !(settings.precision() != null && isPrecise(prepared, fold))) {
      throw new IOException(
          folder + " has lost replication " + fold.count() + "; run it again with --again");
    }
    return fold;
  }

  /** Replications that there are in the end, or may be under a stopping rule. */
  private int planned(PreparedScenario prepared) {
    return settings.precision() == null
        ? prepared.scenario().replications()
        : settings.maxReplications();
  }

  private boolean isPrecise(PreparedScenario prepared, OutcomeFold fold) {
    Precision precision = settings.precision();
    return precision == null || precision.isReached(fold, prepared.scenario().confidence());
  }

  private Provenance provenance(PreparedScenario prepared, int replications) {
    return provenance(prepared, replications, Provenance.Status.COMPLETE);
  }

  private Provenance provenance(
      PreparedScenario prepared, int replications, Provenance.Status status) {
    return Program.provenance(
        settings.arguments(),
        prepared.scenario().seed(),
        prepared.sha256(),
        replications,
        status,
        started);
  }
}
