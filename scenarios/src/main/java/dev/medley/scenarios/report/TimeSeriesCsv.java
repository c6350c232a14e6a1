package dev.medley.scenarios.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.medley.experiment.Outcome;
import dev.medley.experiment.TimeSeries;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

/**
 * The text inside {@code timeseries.csv.gz}: every figure over time, one row per replication and
 * grid step.
 *
 * <p>Columns: {@code replication}, {@code time [s]} (start of the step), then one per figure as
 * {@code name [unit]}. The header comes from the first outcome; every replication of a scenario has
 * the same columns.
 */
public final class TimeSeriesCsv {
  private static final double NANOS_PER_SECOND = 1e9;

  private TimeSeriesCsv() {}

  /** Writes header and rows in the order of {@code outcomes}; leaves {@code out} open. */
  public static void write(Iterable<Outcome> outcomes, Writer out) throws IOException {
    CsvWriter csv = Csv.to(out);
    List<String> header = List.of();
    for (Outcome outcome : outcomes) {
      List<String> own = header(outcome.series());
      if (header.isEmpty()) {
        header = own;
        csv.writeRecord(header);
      } else if (!own.equals(header)) {
        throw new IllegalArgumentException(
            "replication " + outcome.index() + " has other series than the first one");
      }
      rows(outcome, csv);
    }
    csv.flush();
  }

  private static List<String> header(TimeSeries series) {
    List<String> header = new ArrayList<>();
    header.add("replication");
    header.add("time [s]");
    for (TimeSeries.Column column : series.columns()) {
      header.add(column.name() + " [" + column.unit() + "]");
    }
    return header;
  }

  private static void rows(Outcome outcome, CsvWriter csv) {
    TimeSeries series = outcome.series();
    List<TimeSeries.Column> columns = series.columns();
    int steps = columns.isEmpty() ? 0 : columns.get(0).values().length;
    String[] row = new String[2 + columns.size()];
    row[0] = Integer.toString(outcome.index());
    for (int step = 0; step < steps; step++) {
      row[1] = Numbers.csv(step * series.stepNanos() / NANOS_PER_SECOND);
      for (int c = 0; c < columns.size(); c++) {
        row[2 + c] = Numbers.csv(columns.get(c).values()[step]);
      }
      csv.writeRecord(row);
    }
  }
}
