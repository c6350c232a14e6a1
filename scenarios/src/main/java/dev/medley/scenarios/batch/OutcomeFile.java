package dev.medley.scenarios.batch;

import dev.medley.experiment.InstanceUsage;
import dev.medley.experiment.MetricValue;
import dev.medley.experiment.Outcome;
import dev.medley.experiment.TimeSeries;
import dev.medley.stat.LatencyHistogram;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;

/**
 * One replication's outcome in a file of our own: what a run directory in progress is made of.
 *
 * <p>Written beside and renamed, so that a file that exists is whole; a checksum guards against
 * disks. Numbers are kept bit by bit.
 */
final class OutcomeFile {
  private static final int MAGIC = 0x4d65644c;
  private static final int VERSION = 2;
  private static final int MOST_BYTES = 64 << 20;
  private static final int INSTANCE_BYTES = 4 * Integer.BYTES + 2 * Double.BYTES;

  private OutcomeFile() {}

  /** Writes an outcome; the file appears whole or not at all. */
  static void write(Path file, Outcome outcome) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try (FileChannel channel =
        FileChannel.open(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      OutputStream raw = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
      CheckedOutputStream checked = new CheckedOutputStream(raw, new CRC32());
      DataOutputStream out = new DataOutputStream(checked);
      out.writeInt(MAGIC);
      out.writeInt(VERSION);
      out.writeInt(outcome.index());
      out.writeLong(outcome.events());
      out.writeLong(outcome.digest());
      out.writeInt(outcome.metrics().size());
      for (MetricValue metric : outcome.metrics()) {
        text(out, metric.name());
        text(out, metric.unit());
        out.writeDouble(metric.value());
      }
      out.writeInt(outcome.histograms().size());
      for (Map.Entry<String, LatencyHistogram> entry : outcome.histograms().entrySet()) {
        text(out, entry.getKey());
        bytes(out, entry.getValue().encode());
      }
      out.writeLong(outcome.series().stepNanos());
      out.writeInt(outcome.series().columns().size());
      for (TimeSeries.Column column : outcome.series().columns()) {
        text(out, column.name());
        text(out, column.unit());
        out.writeInt(column.values().length);
        for (double value : column.values()) {
          out.writeDouble(value);
        }
      }
      instances(out, outcome.instances());
      out.writeInt(outcome.notices().size());
      for (String notice : outcome.notices()) {
        text(out, notice);
      }
      out.flush();
      long checksum = checked.getChecksum().getValue();
      out.writeLong(checksum);
      out.flush();
      channel.force(true);
    } catch (IOException e) {
      Files.deleteIfExists(part);
      throw e;
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Reads an outcome.
   *
   * @throws IOException when the file is not whole; it says which
   */
  static Outcome read(Path file) throws IOException {
    // The checksum first: what it vouches for cannot ask for absurd amounts of memory.
    byte[] content = Files.readAllBytes(file);
    int end = content.length - Long.BYTES;
    CRC32 checksum = new CRC32();
    checksum.update(content, 0, Math.max(0, end));
    if (end < 0 || ByteBuffer.wrap(content, end, Long.BYTES).getLong() != checksum.getValue()) {
      throw new IOException(file + " is damaged: its checksum does not match");
    }
    try {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(content, 0, end));
      if (in.readInt() != MAGIC || in.readInt() != VERSION) {
        throw new IOException(file + " is not a replication of this version");
      }
      int index = in.readInt();
      long events = in.readLong();
      long digest = in.readLong();
      List<MetricValue> metrics = new ArrayList<>();
      for (int n = size(in, file); n > 0; n--) {
        metrics.add(new MetricValue(text(in, file), text(in, file), in.readDouble()));
      }
      LinkedHashMap<String, LatencyHistogram> histograms = new LinkedHashMap<>();
      for (int n = size(in, file); n > 0; n--) {
        histograms.put(text(in, file), LatencyHistogram.decode(bytes(in, file)));
      }
      long step = in.readLong();
      List<TimeSeries.Column> columns = new ArrayList<>();
      for (int n = size(in, file); n > 0; n--) {
        String name = text(in, file);
        String unit = text(in, file);
        double[] values = new double[size(in, file)];
        for (int k = 0; k < values.length; k++) {
          values[k] = in.readDouble();
        }
        columns.add(new TimeSeries.Column(name, unit, values));
      }
      InstanceUsage instances = instances(in, file);
      List<String> notices = new ArrayList<>();
      for (int n = size(in, file); n > 0; n--) {
        notices.add(text(in, file));
      }
      if (in.available() > 0) {
        throw new IOException(file + " is damaged: it is longer than it says");
      }
      return new Outcome(
          index,
          metrics,
          histograms,
          new TimeSeries(step, columns),
          instances,
          notices,
          events,
          digest);
    } catch (RuntimeException e) {
      throw new IOException(file + " is damaged: " + e.getMessage(), e);
    }
  }

  private static void instances(DataOutputStream out, InstanceUsage usage) throws IOException {
    out.writeInt(usage.services().size());
    for (String service : usage.services()) {
      text(out, service);
    }
    out.writeInt(usage.size());
    for (int i = 0; i < usage.size(); i++) {
      out.writeInt(usage.service()[i]);
      out.writeInt(usage.ordinal()[i]);
      out.writeInt(usage.host()[i]);
      out.writeInt(usage.samples()[i]);
      out.writeDouble(usage.mean()[i]);
      out.writeDouble(usage.busiest()[i]);
    }
  }

  private static InstanceUsage instances(DataInputStream in, Path file) throws IOException {
    List<String> services = new ArrayList<>();
    for (int n = size(in, file); n > 0; n--) {
      services.add(text(in, file));
    }
    int count = size(in, file);
    if (count > in.available() / INSTANCE_BYTES) {
      throw new IOException(file + " is damaged: " + count + " instances");
    }
    InstanceUsage usage = InstanceUsage.ofSize(services, count);
    for (int i = 0; i < usage.size(); i++) {
      usage.service()[i] = in.readInt();
      usage.ordinal()[i] = in.readInt();
      usage.host()[i] = in.readInt();
      usage.samples()[i] = in.readInt();
      usage.mean()[i] = in.readDouble();
      usage.busiest()[i] = in.readDouble();
    }
    return usage;
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    bytes(out, text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(DataInputStream in, Path file) throws IOException {
    return new String(bytes(in, file), StandardCharsets.UTF_8);
  }

  private static void bytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] bytes(DataInputStream in, Path file) throws IOException {
    byte[] bytes = new byte[size(in, file)];
    in.readFully(bytes);
    return bytes;
  }

  private static int size(DataInputStream in, Path file) throws IOException {
    int size = in.readInt();
    if (size < 0 || size > MOST_BYTES) {
      throw new IOException(file + " is damaged: a size of " + size);
    }
    return size;
  }
}
