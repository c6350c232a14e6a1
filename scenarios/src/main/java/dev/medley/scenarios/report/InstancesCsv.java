package dev.medley.scenarios.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.medley.experiment.InstanceUsage;
import dev.medley.experiment.Outcome;
import java.io.IOException;
import java.io.Writer;

/**
 * The text inside {@code instances.csv.gz}: CPU used by CPU requested of every instance that was
 * recorded, one row per replication and instance, in order of creation.
 */
final class InstancesCsv {
  private InstancesCsv() {}

  /** Writes header and rows in the order of {@code outcomes}; leaves {@code out} open. */
  static void write(Iterable<Outcome> outcomes, Writer out) throws IOException {
    CsvWriter csv = Csv.to(out);
    csv.writeRecord(
        "replication",
        "service",
        "instance",
        "host",
        "samples",
        "cpu.utilization.mean [ratio]",
        "cpu.utilization.max [ratio]");
    for (Outcome outcome : outcomes) {
      InstanceUsage usage = outcome.instances();
      for (int i = 0; i < usage.size(); i++) {
        csv.writeRecord(
            Integer.toString(outcome.index()),
            usage.services().get(usage.service()[i]),
            Integer.toString(usage.ordinal()[i]),
            Integer.toString(usage.host()[i]),
            Integer.toString(usage.samples()[i]),
            Numbers.csv(usage.mean()[i]),
            Numbers.csv(usage.busiest()[i]));
      }
    }
    csv.flush();
  }
}
