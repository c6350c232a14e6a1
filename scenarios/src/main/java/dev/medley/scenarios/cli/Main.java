package dev.medley.scenarios.cli;

import dev.medley.check.InvalidConfiguration;
import dev.medley.check.Problem;
import dev.medley.check.SimulationFault;
import dev.medley.scenarios.batch.Program;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** {@code medley}: the command line. */
@Command(
    name = "medley",
    description = "Simulates mixed-runtime clusters: pods, virtual machines and WebAssembly.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {
      RunCommand.class,
      CompareCommand.class,
      ValidateCommand.class,
      SchemaCommand.class,
      ExplainCommand.class,
      FitCommand.class,
      ScenariosCommand.class,
      RuntimesCommand.class,
      ScalersCommand.class,
      MetricsCommand.class,
      BenchCommand.class,
      CommandLine.HelpCommand.class
    },
    footer = {
      "",
      "Exit codes: 0 ok, 1 internal error, 2 usage, 3 invalid input, 4 I/O failure, 5 precision not",
      "reached, 99 a check failed (an SLO was missed or an expectation not met), 130 interrupted.",
      "",
      "Start with: medley run flash-crowd"
    })
public final class Main {
  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    PrintStream out = utf8(FileDescriptor.out);
    PrintStream err = utf8(FileDescriptor.err);
    int code = run(arguments, out, err);
    out.flush();
    if (out.checkError() && code == ExitCode.OK) {
      err.println("medley: standard output could not be written");
      code = ExitCode.IO_FAILURE;
    }
    err.flush();
    System.exit(code);
  }

  /** Runs a command; the exit code is returned. */
  static int run(String[] arguments, PrintStream out, PrintStream err) {
    Console console = new Console(out, err, List.of(arguments));
    CommandLine line = new CommandLine(new Main(), new CommandFactory(console));
    line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setAbbreviatedOptionsAllowed(false);
    line.setExpandAtFiles(false);
    line.setColorScheme(CommandLine.Help.defaultColorScheme(console.ansi()));
    line.setExecutionExceptionHandler((failure, command, parsed) -> report(failure, console));
    if (arguments.length == 0) {
      line.usage(line.getErr());
      return ExitCode.USAGE;
    }
    try {
      return line.execute(arguments);
    } catch (OutOfMemoryError e) {
      err.println(
          "medley: not enough memory (heap of "
              + (Runtime.getRuntime().maxMemory() >> 20)
              + " MiB); give it more, as in MEDLEY_OPTS=-Xmx2g, or run fewer at once with --jobs");
      return ExitCode.IO_FAILURE;
    }
  }

  private static int report(Exception failure, Console console) {
    PrintStream err = console.err();
    if (failure instanceof InvalidConfiguration invalid) {
      for (Problem problem : invalid.problems()) {
        err.println(problem);
      }
      return ExitCode.INVALID_INPUT;
    }
    if (failure instanceof SimulationFault fault) {
      err.println("medley: broken invariant, please report this: " + fault.getMessage());
      fault.printStackTrace(err);
      err.println("medley: replay it with: " + replay(console.arguments()));
      return ExitCode.INTERNAL_ERROR;
    }
    if (failure instanceof IOException io) {
      return reportIo(io, err);
    }
    if (failure instanceof UncheckedIOException io) {
      return reportIo(Objects.requireNonNull(io.getCause()), err);
    }
    err.println("medley: internal error, please report this");
    failure.printStackTrace(err);
    return ExitCode.INTERNAL_ERROR;
  }

  /**
   * The command that leads to the same fault: the one given, with a check after every event, which
   * names the event that broke something.
   */
  static String replay(List<String> arguments) {
    StringBuilder text = new StringBuilder("medley");
    for (String argument : arguments) {
      boolean plain = argument.matches("[A-Za-z0-9_./:=,@%+-]+");
      text.append(' ').append(plain ? argument : "'" + argument.replace("'", "'\\''") + "'");
    }
    boolean runs = !arguments.isEmpty() && List.of("run", "compare").contains(arguments.get(0));
    boolean checks = arguments.stream().anyMatch(argument -> argument.startsWith("--check-every"));
    return runs && !checks ? text.append(" --check-every 1").toString() : text.toString();
  }

  private static int reportIo(IOException failure, PrintStream err) {
    if (failure instanceof InterruptedIOException) {
      // whoever interrupted hears about it from the notice
      return ExitCode.INTERRUPTED;
    }
    String message = String.valueOf(failure.getMessage());
    if (failure instanceof FileSystemException file && file.getReason() == null) {
      message = file.getFile() + ": " + reason(file);
    }
    err.println("medley: " + message);
    return ExitCode.IO_FAILURE;
  }

  /** The JDK says some reasons by the name of the exception only. */
  private static String reason(FileSystemException failure) {
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (failure instanceof NoSuchFileException) {
      return "there is no such file or folder";
    }
    if (failure instanceof FileAlreadyExistsException) {
      return "a file of this name is in the way";
    }
    if (failure instanceof NotDirectoryException) {
      return "is not a folder";
    }
    return failure.getClass().getSimpleName().replace("Exception", "");
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
  }

  /** What {@code --version} prints. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String commit = Program.commit();
      return new String[] {
        "medley " + Program.version() + (commit.isEmpty() ? "" : " (" + commit + ")")
      };
    }
  }
}
