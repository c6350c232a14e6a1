package dev.medley.scenarios.batch;

import dev.medley.scenarios.report.Provenance;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

/** What this program is and what it runs on. */
public final class Program {
  private static final String UNKNOWN = "unknown";

  private Program() {}

  /** Version, as the jar's manifest says. */
  public static String version() {
    String version = Program.class.getPackage().getImplementationVersion();
    return version == null ? UNKNOWN : version;
  }

  /** Commit that the jar was built from; empty when unknown. */
  public static String commit() {
    try (InputStream in = Program.class.getResourceAsStream("/META-INF/MANIFEST.MF")) {
      if (in == null) {
        return "";
      }
      Attributes attributes = new Manifest(in).getMainAttributes();
      String commit = attributes.getValue("Medley-Commit");
      if (commit == null || commit.equals(UNKNOWN)) {
        return "";
      }
      boolean dirty = "true".equals(attributes.getValue("Medley-Dirty"));
      return dirty ? commit + " with changes" : commit;
    } catch (IOException e) {
      return "";
    }
  }

  static Provenance provenance(
      List<String> arguments,
      long seed,
      String sha256,
      int replications,
      Provenance.Status status,
      Instant started) {
    Runtime runtime = Runtime.getRuntime();
    return new Provenance(
        version(),
        commit(),
        System.getProperty("java.vm.vendor") + " " + System.getProperty("java.runtime.version"),
        arguments,
        seed,
        sha256,
        replications,
        status,
        started,
        status == Provenance.Status.COMPLETE ? Instant.now() : null,
        runtime.availableProcessors()
            + " processors, heap at most "
            + (runtime.maxMemory() >> 20)
            + " MiB, "
            + System.getProperty("os.name")
            + " "
            + System.getProperty("os.arch"));
  }
}
