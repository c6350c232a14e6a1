package dev.medley.scenarios.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.medley.experiment.InstanceUsage;
import dev.medley.experiment.MetricValue;
import dev.medley.experiment.Outcome;
import dev.medley.experiment.TimeSeries;
import dev.medley.stat.LatencyHistogram;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutcomeFileTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void whatIsReadIsWhatWasWrittenBitByBit(long seed) throws IOException {
    Outcome outcome = random(new Random(seed));
    Path file = folder.resolve("one.bin");
    OutcomeFile.write(file, outcome);

    Outcome read = OutcomeFile.read(file);

    assertThat(read.index()).as("seed %d", seed).isEqualTo(outcome.index());
    assertThat(read.events()).isEqualTo(outcome.events());
    assertThat(read.digest()).isEqualTo(outcome.digest());
    assertThat(read.notices()).isEqualTo(outcome.notices());
    assertThat(bits(read)).isEqualTo(bits(outcome));
    assertThat(List.copyOf(read.histograms().keySet()))
        .isEqualTo(List.copyOf(outcome.histograms().keySet()));
    outcome
        .histograms()
        .forEach(
            (name, histogram) ->
                assertThat(read.histograms().get(name).encode()).isEqualTo(histogram.encode()));
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void everyFlippedBitAndEveryCutIsNoticed(long seed) throws IOException {
    Random random = new Random(seed);
    Path file = folder.resolve("one.bin");
    OutcomeFile.write(file, random(random));
    byte[] whole = Files.readAllBytes(file);

    for (int i = 0; i < 60; i++) {
      byte[] damaged = whole.clone();
      int flips = 1 + random.nextInt(3);
      for (int k = 0; k < flips; k++) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      if (!Arrays.equals(damaged, whole)) {
        refused(file, damaged, seed);
      }
      refused(file, Arrays.copyOf(whole, random.nextInt(whole.length)), seed);
      refused(file, Arrays.copyOf(whole, whole.length + 1 + random.nextInt(20)), seed);
    }
  }

  @Test
  void absurdSizesUnderAGoodChecksumAreRefusedWithoutTheMemory() throws IOException {
    Path file = folder.resolve("one.bin");
    OutcomeFile.write(file, random(new Random(1)));
    byte[] whole = Files.readAllBytes(file);
    ByteBuffer.wrap(whole).putInt(28, Integer.MAX_VALUE);
    CRC32 checksum = new CRC32();
    checksum.update(whole, 0, whole.length - Long.BYTES);
    ByteBuffer.wrap(whole).putLong(whole.length - Long.BYTES, checksum.getValue());

    refused(file, whole, 1);
  }

  @Test
  void theOldFileStandsWhenTheNewOneCannotBeWritten() throws IOException {
    Path file = folder.resolve("one.bin");
    OutcomeFile.write(file, random(new Random(1)));
    byte[] before = Files.readAllBytes(file);
    Files.createDirectory(folder.resolve("one.bin.part"));

    assertThatThrownBy(() -> OutcomeFile.write(file, random(new Random(2))))
        .isInstanceOf(IOException.class);
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  private static void refused(Path file, byte[] content, long seed) throws IOException {
    Files.write(file, content);
    assertThatThrownBy(() -> OutcomeFile.read(file))
        .as("seed %d", seed)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("one.bin");
  }

  private static List<Object> bits(Outcome outcome) {
    List<Object> bits = new ArrayList<>();
    for (MetricValue metric : outcome.metrics()) {
      bits.add(metric.name());
      bits.add(metric.unit());
      bits.add(Double.doubleToRawLongBits(metric.value()));
    }
    bits.add(outcome.series().stepNanos());
    for (TimeSeries.Column column : outcome.series().columns()) {
      bits.add(column.name());
      bits.add(column.unit());
      for (double value : column.values()) {
        bits.add(Double.doubleToRawLongBits(value));
      }
    }
    InstanceUsage usage = outcome.instances();
    bits.add(usage.services());
    for (int i = 0; i < usage.size(); i++) {
      bits.add(List.of(usage.service()[i], usage.ordinal()[i], usage.host()[i]));
      bits.add(usage.samples()[i]);
      bits.add(Double.doubleToRawLongBits(usage.mean()[i]));
      bits.add(Double.doubleToRawLongBits(usage.busiest()[i]));
    }
    return bits;
  }

  private static Outcome random(Random random) {
    List<MetricValue> metrics = new ArrayList<>();
    for (int i = random.nextInt(5) + 1; i > 0; i--) {
      metrics.add(new MetricValue("metric{a=ü," + i + "}", "s", number(random)));
    }
    LinkedHashMap<String, LatencyHistogram> histograms = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      LatencyHistogram histogram = new LatencyHistogram();
      for (int k = random.nextInt(50); k > 0; k--) {
        histogram.recordNanos(random.nextLong(LatencyHistogram.HIGHEST_NANOS * 2));
      }
      histograms.put("histogram" + i, histogram);
    }
    List<TimeSeries.Column> columns = new ArrayList<>();
    int steps = random.nextInt(6);
    for (int i = random.nextInt(4); i > 0; i--) {
      double[] values = new double[steps];
      Arrays.setAll(values, k -> number(random));
      columns.add(new TimeSeries.Column("column" + i, "ratio", values));
    }
    return new Outcome(
        random.nextInt(1000),
        metrics,
        histograms,
        new TimeSeries(random.nextLong(1, 1L << 40), columns),
        usage(random),
        random.nextBoolean() ? List.of() : List.of("a notice", ""),
        random.nextLong(),
        random.nextLong());
  }

  private static InstanceUsage usage(Random random) {
    int size = random.nextInt(4);
    InstanceUsage usage = InstanceUsage.ofSize(size == 0 ? List.of() : List.of("ä", "b"), size);
    for (int i = 0; i < size; i++) {
      usage.service()[i] = random.nextInt(2);
      usage.ordinal()[i] = random.nextInt();
      usage.host()[i] = random.nextInt();
      usage.samples()[i] = random.nextInt();
      usage.mean()[i] = number(random);
      usage.busiest()[i] = number(random);
    }
    return usage;
  }

  private static double number(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> Double.NaN;
      case 1 -> Double.POSITIVE_INFINITY;
      case 2 -> -0.0;
      case 3 -> Double.MIN_VALUE;
      default -> random.nextGaussian();
    };
  }
}
