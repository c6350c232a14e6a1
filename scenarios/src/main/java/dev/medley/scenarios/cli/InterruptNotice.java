package dev.medley.scenarios.cli;

import dev.medley.scenarios.batch.Runner;
import java.nio.file.Path;

/** Tells, when the process is interrupted, what was kept and how to go on. */
final class InterruptNotice implements AutoCloseable {
  private final Thread hook;

  InterruptNotice(Runner runner, Console console) {
    hook = new Thread(() -> tell(runner, console), "interrupt-notice");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private static void tell(Runner runner, Console console) {
    runner.interrupt();
    Path working = runner.working();
    if (working != null) {
      console.err().println();
      console.say(
          "interrupted; every finished replication is kept in "
              + working
              + ", the same command goes on from there");
      console.err().flush();
    }
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // the notice is being told
    }
  }
}
