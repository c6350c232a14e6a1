package dev.medley.scenarios.cli;

import dev.medley.scenarios.report.Color;
import java.io.PrintStream;
import java.util.List;
import picocli.CommandLine.Help.Ansi;

/**
 * Where a command speaks: data to {@code out}, everything else to {@code err}.
 *
 * @param out standard output
 * @param err standard error
 * @param arguments command line as given
 */
record Console(PrintStream out, PrintStream err, List<String> arguments) {

  /** Whether a person is likely to read. */
  boolean isTerminal() {
    return hasTerminal() && !"dumb".equals(System.getenv("TERM"));
  }

  /** From JDK 22 on there is a console without a terminal too, and a method that tells. */
  private static boolean hasTerminal() {
    java.io.Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) java.io.Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException before22) {
      return true;
    }
  }

  /** Colours of help and usage messages. */
  Ansi ansi() {
    return colored(Color.AUTO) ? Ansi.ON : Ansi.OFF;
  }

  /** Whether output is coloured under a choice. */
  boolean colored(Color color) {
    String noColor = System.getenv("NO_COLOR");
    return color.enabled(isTerminal(), noColor != null && !noColor.isEmpty());
  }

  void say(String text) {
    err.println("medley: " + text);
  }
}
