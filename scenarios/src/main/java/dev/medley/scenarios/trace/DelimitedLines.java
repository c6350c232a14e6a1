package dev.medley.scenarios.trace;

import dev.medley.check.InvalidConfiguration;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The lines of a text file as fields between tabs, semicolons, commas or blanks, with their places.
 *
 * <p>The separator is the first of these, in this order, that the first line has; any run of blanks
 * is one separator. Fields may stand in double quotes. Empty lines and lines that begin with {@code
 * #} are passed over. Lines are read one by one and may be a million characters long.
 */
final class DelimitedLines implements Closeable {
  private static final int LONGEST_LINE = 1 << 20;
  private static final char BLANK = ' ';
  private static final char BYTE_ORDER_MARK = '\ufeff';

  private final Path file;
  private final BufferedReader in;
  private final StringBuilder buffer = new StringBuilder();
  private char separator;
  private long line;
  private String text = "";
  private int count;
  private int[] from = new int[16];
  private int[] to = new int[16];

  DelimitedLines(Path file) throws IOException {
    this.file = file;
    this.in = Files.newBufferedReader(file);
  }

  /** Goes to the next line that has fields; false at the end. */
  boolean next() throws IOException {
    while (read()) {
      String trimmed = text.strip();
      if (!trimmed.isEmpty() && trimmed.charAt(0) != '#') {
        if (separator == 0) {
          separator = separatorOf(text);
        }
        split();
        return true;
      }
    }
    return false;
  }

  /** Whether blanks separate the fields. */
  boolean isBetweenBlanks() {
    return separator == BLANK;
  }

  /** How many fields the line has. */
  int count() {
    return count;
  }

  /** A field without blanks and quotes around it; empty where the line is too short. */
  String field(int index) {
    return index < count ? text.substring(from[index], to[index]) : "";
  }

  /** Where a field stands, {@code file:line:column}; its end where the line is too short. */
  String place(int index) {
    int column = index < count ? from[index] : text.length();
    return file + ":" + line + ":" + (column + 1);
  }

  /** Like a line reader, but for lines that would fill the memory. */
  private boolean read() throws IOException {
    buffer.setLength(0);
    int c = in.read();
    if (c < 0) {
      return false;
    }
    line++;
    while (c >= 0 && c != '\n') {
      if (buffer.length() == LONGEST_LINE) {
        throw new InvalidConfiguration(
            file + ":" + line, "is a line of more than a million characters");
      }
      buffer.append((char) c);
      c = in.read();
    }
    int end = buffer.length();
    if (end > 0 && buffer.charAt(end - 1) == '\r') {
      buffer.setLength(end - 1);
    }
    if (line == 1 && buffer.length() > 0 && buffer.charAt(0) == BYTE_ORDER_MARK) {
      buffer.deleteCharAt(0);
    }
    text = buffer.toString();
    return true;
  }

  private static char separatorOf(String text) {
    String trimmed = text.strip();
    for (char candidate : new char[] {'\t', ';', ','}) {
      if (trimmed.indexOf(candidate) >= 0) {
        return candidate;
      }
    }
    return BLANK;
  }

  private void split() {
    count = 0;
    int at = 0;
    int end = text.length();
    while (at <= end) {
      at = skipBlanks(at);
      if (at == end && separator == BLANK) {
        break;
      }
      int stop;
      if (at < end && text.charAt(at) == '"' && text.indexOf('"', at + 1) > 0) {
        stop = text.indexOf('"', at + 1);
        add(at + 1, stop);
        stop = nextSeparator(stop);
      } else {
        stop = nextSeparator(at);
        add(at, stop);
      }
      at = stop + 1;
    }
  }

  private int skipBlanks(int start) {
    int at = start;
    while (at < text.length()
        && isBlank(text.charAt(at))
        && text.charAt(at) != separatorUnlessBlank()) {
      at++;
    }
    return at;
  }

  private char separatorUnlessBlank() {
    return separator == BLANK ? 0 : separator;
  }

  private int nextSeparator(int start) {
    int at = start;
    while (at < text.length()
        && !(separator == BLANK ? isBlank(text.charAt(at)) : text.charAt(at) == separator)) {
      at++;
    }
    return at;
  }

  private void add(int start, int stop) {
    if (count == from.length) {
      from = Arrays.copyOf(from, 2 * count);
      to = Arrays.copyOf(to, 2 * count);
    }
    int end = stop;
    while (end > start && isBlank(text.charAt(end - 1))) {
      end--;
    }
    from[count] = start;
    to[count++] = end;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\u00a0';
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
