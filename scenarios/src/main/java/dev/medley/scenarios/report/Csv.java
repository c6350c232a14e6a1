package dev.medley.scenarios.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.Writer;

/** The one dialect of every CSV file that leaves a run: RFC 4180 quoting, line feeds. */
final class Csv {
  private Csv() {}

  static CsvWriter to(Writer out) {
    return CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out);
  }
}
