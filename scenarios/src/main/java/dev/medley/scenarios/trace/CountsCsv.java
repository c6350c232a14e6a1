package dev.medley.scenarios.trace;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.medley.check.InvalidConfiguration;
import dev.medley.check.Problem;
import dev.medley.cluster.workload.Arrivals;
import dev.medley.cluster.workload.CountSeries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads a CSV file with a header and one row per interval: a column of times, a column of counts.
 *
 * <p>The first column is the time ({@code 1998-06-30 00:01:00}, ISO, or seconds); it must grow by
 * the same step from row to row. Problems carry file and line.
 */
public final class CountsCsv {
  private static final long MOST_BYTES = 256L << 20;
  private static final int MOST_PROBLEMS = 20;
  private static final int MOST_SHOWN = 100;
  private static final int ISO_DATE_LENGTH = "1998-06-30".length();
  private static final int MOST_ROWS = 10_000_000;
  private static final long MOST_PER_ROW = 1_000_000_000_000L;
  private static final long MOST_STEP_SECONDS = 31_536_000;
  private static final long MOST_SECONDS = 1_000_000_000_000L;

  private final Path file;
  private final Arrivals.Counts spec;
  private final List<Problem> problems = new ArrayList<>();
  private long[] counts = new long[1024];
  private int rows;
  private int column;
  private @Nullable Long stepSeconds;
  private @Nullable Long lastSeconds;

  private CountsCsv(Path file, Arrivals.Counts spec) {
    this.file = file;
    this.spec = spec;
  }

  /**
   * Reads a file of counts.
   *
   * @param file where it is
   * @param spec column and interval
   * @throws InvalidConfiguration with up to 20 problems, each with its line
   */
  public static CountSeries read(Path file, Arrivals.Counts spec) {
    return new CountsCsv(file, spec).read();
  }

  private CountSeries read() {
    if (!Files.isRegularFile(file)) {
      throw new InvalidConfiguration(
          file.toString(), Files.exists(file) ? "is not a file" : "there is no such file");
    }
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new InvalidConfiguration(
            file.toString(), "is larger than " + (MOST_BYTES >> 20) + " MiB");
      }
      try (CsvReader<NamedCsvRecord> csv =
          CsvReader.builder()
              .detectBomHeader(true)
              .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
              .ofNamedCsvRecord(file)) {
        for (NamedCsvRecord row : csv) {
          if (rows == 0 && problems.isEmpty() && !hasColumn(row.getHeader())) {
            break;
          }
          if (problems.size() >= MOST_PROBLEMS) {
            break;
          }
          add(row);
        }
      }
    } catch (MalformedInputException e) {
      throw new InvalidConfiguration(file.toString(), "is not UTF-8 text");
    } catch (CsvParseException e) {
      throw new InvalidConfiguration(file.toString(), "is not CSV: " + e.getMessage());
    } catch (AccessDeniedException e) {
      throw new InvalidConfiguration(file.toString(), "may not be read (access denied)");
    } catch (UncheckedIOException e) {
      throw new InvalidConfiguration(file.toString(), "cannot be read: " + e.getMessage());
    } catch (IOException e) {
      throw new InvalidConfiguration(file.toString(), "cannot be read: " + e.getMessage());
    }
    if (rows == 0 && problems.isEmpty()) {
      problems.add(new Problem(file.toString(), "has no rows of counts"));
    }
    Duration interval = spec.interval();
    if (interval == null && stepSeconds == null && problems.isEmpty()) {
      problems.add(
          new Problem(
              file.toString(),
              "has no times to read the interval from: give interval, for example 60s"));
    }
    if (!problems.isEmpty()) {
      throw new InvalidConfiguration(problems);
    }
    Duration length =
        interval != null ? interval : Duration.ofSeconds(Objects.requireNonNull(stepSeconds));
    return new CountSeries(Arrays.copyOf(counts, rows), length.toNanos());
  }

  private void add(NamedCsvRecord row) {
    String where = file + ":" + row.getStartingLineNumber();
    long count = count(field(row, column), where);
    if (spec.interval() == null) {
      time(field(row, 0), where);
    }
    if (rows == MOST_ROWS) {
      throw new InvalidConfiguration(file.toString(), "has more than " + MOST_ROWS + " rows");
    }
    if (rows == counts.length) {
      counts = Arrays.copyOf(counts, rows * 2);
    }
    counts[rows++] = count;
  }

  private boolean hasColumn(List<String> header) {
    for (int i = 0; i < header.size(); i++) {
      if (header.get(i).strip().equals(spec.column())) {
        column = i;
        return true;
      }
    }
    String names = String.join(", ", header);
    problems.add(
        new Problem(
            file + ":1",
            "there is no column '"
                + spec.column()
                + "'; columns: "
                + (names.length() > MOST_SHOWN ? names.substring(0, MOST_SHOWN) + "..." : names)));
    return false;
  }

  /** A field's text; empty where the row is too short. */
  private static String field(NamedCsvRecord row, int index) {
    return index < row.getFieldCount() ? row.getField(index).strip() : "";
  }

  private long count(String text, String where) {
    try {
      long count =
          Long.parseLong(text.endsWith(".0") ? text.substring(0, text.length() - 2) : text);
      if (count >= 0 && count <= MOST_PER_ROW) {
        return count;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    problems.add(
        new Problem(
            where,
            spec.column()
                + ": must be a whole number >= 0 and <= 10^12 (was "
                + shown(text)
                + ")"));
    return 0;
  }

  private void time(String text, String where) {
    Long seconds = seconds(text);
    if (seconds == null) {
      problems.add(
          new Problem(
              where,
              "first column: must be a time such as 1998-06-30 00:01:00 or a number of seconds"
                  + " (was "
                  + shown(text)
                  + "); or give interval"));
      return;
    }
    if (lastSeconds != null) {
      long step = seconds - lastSeconds;
      if (stepSeconds == null && step > 0 && step <= MOST_STEP_SECONDS) {
        stepSeconds = step;
      } else if (stepSeconds == null || step != stepSeconds) {
        problems.add(
            new Problem(
                where,
                "first column: is "
                    + step
                    + " s after the row before, not "
                    + (stepSeconds == null ? "1 s to a year" : stepSeconds + " s")
                    + "; rows must be equally far apart, or give interval"));
      }
    }
    lastSeconds = seconds;
  }

  private static String shown(String text) {
    return "'" + (text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "..." : text) + "'";
  }

  /** Seconds since 1970 of a date, with or without time and zone; or the number that it is. */
  private static @Nullable Long seconds(String text) {
    try {
      long seconds = Long.parseLong(text);
      return Math.abs(seconds) <= MOST_SECONDS ? seconds : null;
    } catch (NumberFormatException e) {
      // perhaps a date
    }
    try {
      TemporalAccessor time =
          DateTimeFormatter.ISO_DATE_TIME.parseBest(
              text.length() == ISO_DATE_LENGTH ? text + "T00:00" : text.replace(' ', 'T'),
              OffsetDateTime::from,
              LocalDateTime::from);
      return time instanceof OffsetDateTime zoned
          ? zoned.toEpochSecond()
          : ((LocalDateTime) time).toEpochSecond(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
