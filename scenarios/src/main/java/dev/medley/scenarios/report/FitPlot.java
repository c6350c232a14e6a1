package dev.medley.scenarios.report;

import dev.medley.distribution.DurationLaw;
import dev.medley.distribution.fit.Fits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Function;

/** The file of {@code --plot}: the picture alone, or a page with the picture and the tables. */
public final class FitPlot {
  private FitPlot() {}

  /** Whether the file's name says what to write. */
  public static boolean isDrawable(Path file) {
    return isPage(file) || name(file).endsWith(".svg");
  }

  /**
   * Writes the file, in full or not at all; complete in itself, without scripts.
   *
   * @throws IOException when it cannot be written
   */
  public static void write(
      Path file, Fits fits, FitSource source, Function<DurationLaw, String> yaml)
      throws IOException {
    String picture = FitPicture.svg(fits, source);
    String text =
        isPage(file) ? page(picture, FitTable.text(fits, source, yaml, false), source) : picture;
    AtomicFiles.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static boolean isPage(Path file) {
    return name(file).endsWith(".html");
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
  }

  private static String page(String picture, String tables, FitSource source) {
    return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        + "<meta http-equiv=\"Content-Security-Policy\""
        + " content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        + "<title>"
        + Markup.escaped("Laws for " + source.file() + " – Medley")
        + "</title>\n<style>body { max-width: 980px; margin: 24px auto; padding: 0 12px;"
        + " font: 15px/1.5 system-ui, sans-serif; } svg { width: 100%; height: auto; }"
        + " pre { overflow-x: auto; font-size: 13px; }</style>\n</head>\n<body>\n"
        + picture
        + "<pre>"
        + Markup.escaped(tables)
        + "</pre>\n</body>\n</html>\n";
  }
}
