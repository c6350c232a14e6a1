package dev.medley.scenarios.report;

import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Where a result comes from: enough to make it again. The content of {@code run.json}.
 *
 * @param version version of the tool
 * @param commit commit the tool was built from; empty when unknown
 * @param jdk vendor and version of the JDK
 * @param arguments command line as given
 * @param seed root seed
 * @param scenarioSha256 SHA-256 of the resolved scenario, hexadecimal
 * @param replications replications done
 * @param status how far the run came
 * @param started wall clock at the start
 * @param finished wall clock at the end; null while interrupted or failed
 * @param machine processors, memory and operating system in one line
 */
public record Provenance(
    String version,
    String commit,
    String jdk,
    List<String> arguments,
    long seed,
    String scenarioSha256,
    int replications,
    Status status,
    Instant started,
    @Nullable Instant finished,
    String machine) {

  /** How far a run came. */
  public enum Status {
    COMPLETE,
    INTERRUPTED,
    FAILED;

    /** The word in {@code run.json}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Provenance {
    arguments = List.copyOf(arguments);
  }

  /** The text of {@code run.json}, with a trailing line feed. */
  public String json() {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = Json.pretty(out)) {
      json.writeStartObject();
      json.writeStringProperty("version", version);
      json.writeStringProperty("commit", commit);
      json.writeStringProperty("jdk", jdk);
      json.writeArrayPropertyStart("arguments");
      for (String argument : arguments) {
        json.writeString(argument);
      }
      json.writeEndArray();
      json.writeNumberProperty("seed", seed);
      json.writeStringProperty("scenarioSha256", scenarioSha256);
      json.writeNumberProperty("replications", replications);
      json.writeStringProperty("status", status.word());
      json.writeStringProperty("started", started.toString());
      json.writeName("finished");
      if (finished == null) {
        json.writeNull();
      } else {
        json.writeString(finished.toString());
      }
      json.writeStringProperty("machine", machine);
      json.writeEndObject();
    }
    return out.append('\n').toString();
  }
}
