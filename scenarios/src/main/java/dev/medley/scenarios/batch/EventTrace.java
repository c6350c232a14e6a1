package dev.medley.scenarios.batch;

import dev.medley.check.InvalidConfiguration;
import dev.medley.experiment.Replication;
import dev.medley.kernel.EventTracer;
import dev.medley.kernel.EventType;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Every event of one replication as CSV: {@code time_s,event,subject,payload}.
 *
 * <p>About 40 bytes per event, a tenth of that when the name ends in {@code .gz}. The run that is
 * traced is the run that counts: a tracer changes nothing.
 */
public final class EventTrace {
  private static final String HEADER = "time_s,event,subject,payload\n";

  private final Writer out;
  private final long most;
  private long written;
  private @Nullable IOException failure;

  private EventTrace(Writer out, long most) {
    this.out = out;
    this.most = most;
  }

  /**
   * What a trace holds.
   *
   * @param written events in the file
   * @param events events of the replication
   */
  public record Extent(long written, long events) {}

  /**
   * Runs a replication and writes its events; the file appears whole or not at all.
   *
   * @param file a CSV file, compressed when its name ends in {@code .gz}; replaced if it is there
   * @param index the replication, from 0
   * @param most events in the file at most; the first ones are kept
   * @throws IOException when the file cannot be written
   */
  public static Extent write(Path file, PreparedScenario prepared, int index, long most)
      throws IOException {
    Path name = file.getFileName();
    // A device or a link would be replaced by the file, not written to.
    boolean replaceable =
        Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
            || !Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    if (name == null || !replaceable) {
      throw new InvalidConfiguration(
          "--trace-events", "must be a new or an ordinary file (was '" + file + "')");
    }
    Path part = file.resolveSibling(name + ".part");
    try {
      Extent extent;
      try (OutputStream raw = Files.newOutputStream(part);
          OutputStream bytes =
              name.toString().endsWith(".gz") ? new GZIPOutputStream(raw, 1 << 16) : raw;
          Writer out =
              new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8), 1 << 16)) {
        extent = new EventTrace(out, most).run(prepared, index);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return extent;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private Extent run(PreparedScenario prepared, int index) throws IOException {
    out.write(HEADER);
    EventTracer tracer = this::add;
    long events =
        Replication.run(prepared.model(), prepared.scenario().seed(), index, tracer).events();
    if (failure != null) {
      throw failure;
    }
    return new Extent(written, events);
  }

  /** A failure is kept for the end: thrown here, it would look like a fault of the simulation. */
  private void add(long nowNanos, EventType type, int subject, long payload) {
    if (written >= most || failure != null) {
      return;
    }
    try {
      out.write(seconds(nowNanos));
      out.write(',');
      out.write(type.name());
      out.write(',');
      out.write(Integer.toString(subject));
      out.write(',');
      out.write(Long.toString(payload));
      out.write('\n');
      written++;
    } catch (IOException e) {
      failure = e;
    }
  }

  /** Seconds with all nine decimals: exact. */
  private static String seconds(long nanos) {
    String digits = Long.toString(nanos % 1_000_000_000L);
    return nanos / 1_000_000_000L + "." + "0".repeat(9 - digits.length()) + digits;
  }
}
