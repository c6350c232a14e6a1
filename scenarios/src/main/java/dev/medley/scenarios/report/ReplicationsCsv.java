package dev.medley.scenarios.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.medley.experiment.MetricValue;
import dev.medley.experiment.Outcome;
import java.io.IOException;
import java.io.Writer;

/**
 * The text of {@code replications.csv}: one row per replication and metric.
 *
 * <p>RFC 4180 with line feeds, columns {@code replication,metric,unit,value}; a metric that does
 * not exist in a replication keeps its row with an empty value, so every replication has the same
 * number of rows.
 */
public final class ReplicationsCsv {
  private ReplicationsCsv() {}

  /** Writes header and rows in the order of {@code outcomes}; leaves {@code out} open. */
  public static void write(Iterable<Outcome> outcomes, Writer out) throws IOException {
    CsvWriter csv = Csv.to(out);
    csv.writeRecord("replication", "metric", "unit", "value");
    for (Outcome outcome : outcomes) {
      String replication = Integer.toString(outcome.index());
      for (MetricValue metric : outcome.metrics()) {
        csv.writeRecord(replication, metric.name(), metric.unit(), Numbers.csv(metric.value()));
      }
    }
    csv.flush();
  }
}
