package dev.medley.scenarios.trace;

import dev.medley.check.InvalidConfiguration;
import dev.medley.check.Nearest;
import dev.medley.check.Problem;
import dev.medley.distribution.DurationLaw;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one column of measured durations from a text file: CSV with or without a header, or columns
 * between blanks.
 *
 * <p>The first line is a header when a wanted name stands in it, or when none of its fields is a
 * number. Without a wanted column it is the only one with numbers; of several columns without a
 * header the first. Durations are rounded to whole nanoseconds. Problems carry file, line and
 * column.
 */
public final class SamplesFile {
  private static final long MOST_BYTES = 256L << 20;
  private static final int MOST_ROWS = 10_000_000;
  private static final int MOST_PROBLEMS = 20;
  private static final int MOST_SHOWN = 60;
  private static final int LONGEST_NUMBER = 400;
  private static final Set<String> NOT_FINITE =
      Set.of("nan", "inf", "infinity", "+inf", "-inf", "+infinity", "-infinity");

  private final Path file;
  private final @Nullable String wanted;
  private final List<Problem> problems = new ArrayList<>();
  private final List<String> notices = new ArrayList<>();
  private long furtherProblems;
  private @Nullable SampleUnit unit;
  private String name = "";
  private int column = -1;
  private long[] nanos = new long[1024];
  private int rows;
  private int lost;

  private SamplesFile(Path file, @Nullable String wanted) {
    this.file = file;
    this.wanted = wanted;
  }

  /**
   * A column that was read.
   *
   * @param nanos the durations in the order of the file
   * @param name what the column is called: its name, or {@code column 1}
   * @param unit the unit it was read in
   * @param notices what was decided without being told to
   */
  public record Column(long[] nanos, String name, SampleUnit unit, List<String> notices) {}

  /**
   * Reads a column.
   *
   * @param file where it is
   * @param column its name or its number from 1; null for the only one
   * @param unit {@code ns}, {@code us}, {@code ms} or {@code s}; null for the one that the column's
   *     name ends with, or else milliseconds
   * @throws InvalidConfiguration with up to 20 problems at their places, and the number of others
   */
  public static Column read(Path file, @Nullable String column, @Nullable String unit) {
    return new SamplesFile(file, column).read(unit);
  }

  private Column read(@Nullable String unitName) {
    if (unitName != null) {
      unit = SampleUnit.of(unitName);
      if (unit == null) {
        problems.add(
            new Problem(
                "--unit",
                "there is no unit '"
                    + shown(unitName)
                    + "'"
                    + Nearest.known(unitName, SampleUnit.names())));
      }
    }
    try {
      if (isReadable()) {
        try (DelimitedLines lines = new DelimitedLines(file)) {
          readLines(lines);
        }
      }
    } catch (MalformedInputException e) {
      problems.add(new Problem(file.toString(), "is not UTF-8 text"));
    } catch (AccessDeniedException e) {
      problems.add(new Problem(file.toString(), "may not be read (access denied)"));
    } catch (InvalidConfiguration e) {
      problems.addAll(e.problems());
    } catch (UncheckedIOException | IOException e) {
      problems.add(new Problem(file.toString(), "cannot be read: " + e.getMessage()));
    }
    if (furtherProblems > 0) {
      problems.add(new Problem(file.toString(), "and " + furtherProblems + " more problems"));
    }
    if (!problems.isEmpty()) {
      throw new InvalidConfiguration(problems);
    }
    SampleUnit read = unit == null ? SampleUnit.MS : unit;
    if (lost > 0) {
      notices.add(lost + " samples are below half a nanosecond and count as 0");
    }
    return new Column(Arrays.copyOf(nanos, rows), shown(name), read, List.copyOf(notices));
  }

  private boolean isReadable() throws IOException {
    String problem = null;
    if (!Files.isRegularFile(file)) {
      problem = Files.exists(file) ? "is not a file" : "there is no such file";
    } else if (Files.size(file) > MOST_BYTES) {
      problem = "is larger than " + (MOST_BYTES >> 20) + " MiB";
    }
    if (problem != null) {
      problems.add(new Problem(file.toString(), problem));
    }
    return problem == null;
  }

  private void readLines(DelimitedLines lines) throws IOException {
    if (!lines.next()) {
      problems.add(new Problem(file.toString(), "is empty: there are no samples"));
      return;
    }
    List<String> header = headerOf(lines);
    if (!header.isEmpty() && !lines.next()) {
      problems.add(new Problem(file.toString(), "has a header but no samples"));
      return;
    }
    if (header.size() > 1 && lines.count() == 1 && lines.isBetweenBlanks()) {
      // One column whose name has several words.
      header = List.of(String.join(" ", header));
    }
    choose(header, lines);
    if (column < 0) {
      return;
    }
    chooseUnit();
    double scale = (unit == null ? SampleUnit.MS : unit).nanos();
    do {
      add(lines, scale);
    } while (lines.next());
  }

  /** The names of the columns; empty when the first line has samples. */
  private List<String> headerOf(DelimitedLines lines) {
    List<String> fields = new ArrayList<>();
    boolean numbers = false;
    for (int i = 0; i < lines.count(); i++) {
      fields.add(lines.field(i));
      numbers |= isNumber(lines.field(i));
    }
    return !numbers || (wanted != null && fields.contains(wanted) && !isNumber(wanted))
        ? fields
        : List.of();
  }

  private void choose(List<String> header, DelimitedLines first) {
    int columns = Math.max(header.size(), first.count());
    if (wanted != null) {
      column = header.indexOf(wanted);
      if (column < 0 && wanted.matches("[0-9]{1,6}")) {
        column = Integer.parseInt(wanted) - 1;
      }
      if (column < 0 || column >= columns) {
        column = -1;
        problems.add(new Problem("--column", unknown(wanted, header, columns)));
      }
    } else {
      chooseUnasked(header, first);
    }
    if (column >= 0) {
      String given = column < header.size() ? header.get(column) : "";
      name = given.isEmpty() ? "column " + (column + 1) : given;
    }
  }

  private String unknown(String wanted, List<String> header, int columns) {
    String none = "there is no column '" + shown(wanted) + "' in " + file;
    if (!header.isEmpty()) {
      return none
          + Nearest.question(wanted, header)
          + "; columns: "
          + shown(String.join(", ", header));
    }
    return none
        + ", which has no header; "
        + (columns == 1 ? "its only column is 1" : "its columns are 1 to " + columns);
  }

  private void chooseUnasked(List<String> header, DelimitedLines first) {
    List<Integer> numeric = new ArrayList<>();
    for (int i = 0; i < first.count(); i++) {
      if (isNumber(first.field(i))) {
        numeric.add(i);
      }
    }
    if (numeric.isEmpty() && Math.max(header.size(), first.count()) > 1) {
      problems.add(
          new Problem(
              first.place(0),
              "no field of the first row is a number"
                  + (header.isEmpty()
                      ? ""
                      : " (columns: " + shown(String.join(", ", header)) + ")")));
      return;
    }
    if (numeric.size() > 1 && !header.isEmpty()) {
      List<String> names =
          numeric.stream()
              .map(i -> i < header.size() ? header.get(i) : String.valueOf(i + 1))
              .toList();
      problems.add(
          new Problem(
              file.toString(),
              "has several columns of numbers; say which: --column "
                  + shown(String.join(" | ", names))));
      return;
    }
    column = numeric.isEmpty() ? 0 : numeric.get(0);
    if (numeric.size() > 1) {
      notices.add(
          "there are "
              + numeric.size()
              + " columns of numbers and no header: column "
              + (column + 1)
              + " is taken (--column N for another)");
    }
  }

  private void chooseUnit() {
    if (unit != null || !problems.isEmpty()) {
      return;
    }
    unit = SampleUnit.inName(name);
    if (unit != null) {
      notices.add("the unit is " + unit.text() + ", as the name of the column says");
    } else {
      unit = SampleUnit.MS;
      notices.add(
          "no unit is given: the numbers are taken as milliseconds (--unit "
              + String.join("|", SampleUnit.names())
              + ")");
    }
  }

  private void add(DelimitedLines line, double scale) {
    String text = line.field(column);
    double value = isNumber(text) ? Double.parseDouble(text) : Double.NaN;
    double scaled = Math.rint(value * scale);
    if (!(scaled >= 0 && scaled <= DurationLaw.MAX_SECONDS * 1e9)) {
      refuse(line.place(column), reason(text, value));
      return;
    }
    if (rows == MOST_ROWS) {
      throw new InvalidConfiguration(file.toString(), "has more than " + MOST_ROWS + " rows");
    }
    if (rows == nanos.length) {
      nanos = Arrays.copyOf(nanos, rows * 2);
    }
    lost += scaled == 0 && value > 0 ? 1 : 0;
    nanos[rows++] = (long) scaled;
  }

  private String reason(String text, double value) {
    String of = shown(name);
    if (text.isEmpty()) {
      return of + ": is missing";
    }
    String was = " (was " + shown(text) + ")";
    if (NOT_FINITE.contains(text.toLowerCase(Locale.ROOT)) || Double.isInfinite(value)) {
      return of + ": must be a finite number" + was;
    }
    if (Double.isNaN(value)) {
      return of
          + ": must be a number"
          + (text.matches("[0-9]+,[0-9]+") ? " with a decimal point" : "")
          + was;
    }
    return of
        + (value < 0 ? ": a duration must be >= 0" : ": a duration must be <= 100 years")
        + was;
  }

  private void refuse(String place, String reason) {
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(new Problem(place, reason));
    } else {
      furtherProblems++;
    }
  }

  /** Digits with a point and an exponent; not what Java reads beyond that. */
  private static boolean isNumber(String text) {
    int n = text.length();
    if (n == 0 || n > LONGEST_NUMBER) {
      return false;
    }
    int at = text.charAt(0) == '-' || text.charAt(0) == '+' ? 1 : 0;
    int whole = digits(text, at);
    int digits = whole - at;
    at = whole;
    if (at < n && text.charAt(at) == '.') {
      int fraction = digits(text, at + 1);
      digits += fraction - at - 1;
      at = fraction;
    }
    if (digits > 0 && at < n && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      int sign = at + 1 < n && "+-".indexOf(text.charAt(at + 1)) >= 0 ? 1 : 0;
      int exponent = digits(text, at + 1 + sign);
      at = exponent > at + 1 + sign ? exponent : at;
    }
    return digits > 0 && at == n;
  }

  private static int digits(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }

  private static String shown(String text) {
    String printable = text.replaceAll("\\p{Cntrl}", "\ufffd");
    return printable.length() > MOST_SHOWN ? printable.substring(0, MOST_SHOWN) + "…" : printable;
  }
}
