package dev.medley.benchmarks.runner;

/** Ctrl-C and its kin: the forks end with us, and nobody complains that they did. */
final class Interruption {
  private static volatile boolean happened;
  private static volatile boolean over;

  private Interruption() {}

  static void watch() {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  if (over) {
                    return;
                  }
                  happened = true;
                  System.err.println("medley: interrupted; no findings were written");
                  ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
                },
                "interruption"));
  }

  /** From now on there is nothing to be interrupted. */
  static void unwatch() {
    over = true;
  }

  /** Whether the process is about to end. */
  static boolean happened() {
    return happened;
  }
}
