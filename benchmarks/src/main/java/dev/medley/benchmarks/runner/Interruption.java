package dev.medley.benchmarks.runner;

/** Ctrl-C and its kin: the forks end with us, and nobody complains that they did. */
final class Interruption {
  private static volatile boolean happened;

  private Interruption() {}

  static void watch() {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  happened = true;
                  ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
                },
                "interruption"));
  }

  /** Whether the process is about to end. */
  static boolean happened() {
    return happened;
  }
}
