package dev.medley.scenarios.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;

/**
 * What a command line said.
 *
 * @param code exit code
 * @param out standard output
 * @param err standard error
 */
record CommandLineRun(int code, String out, String err) {
  /** Runs a command in this process. */
  static CommandLineRun of(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try (PrintStream printed = new PrintStream(out, true, UTF_8);
        PrintStream told = new PrintStream(err, true, UTF_8)) {
      int code = Main.run(arguments, printed, told);
      return new CommandLineRun(code, out.toString(UTF_8), err.toString(UTF_8));
    }
  }
}
