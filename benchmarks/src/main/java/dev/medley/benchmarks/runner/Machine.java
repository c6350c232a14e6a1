package dev.medley.benchmarks.runner;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What a figure belongs to.
 *
 * @param cpu model of the processor
 * @param processors how many the JVM may use
 * @param memoryBytes of the machine
 * @param system operating system
 * @param jvm vendor and version
 * @param commit of the sources, {@code with changes} when they differ from it, or {@code unknown}
 */
record Machine(
    String cpu, int processors, long memoryBytes, String system, String jvm, String commit) {
  private static final String UNKNOWN = "unknown";
  private static final int GIT_PATIENCE_SECONDS = 10;

  /**
   * This one.
   *
   * @param house the folder of the sources
   */
  static Machine here(Path house) {
    var os =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return new Machine(
        cpuModel(Path.of("/proc/cpuinfo")),
        Runtime.getRuntime().availableProcessors(),
        os.getTotalMemorySize(),
        os.getName() + " " + os.getVersion() + " " + os.getArch(),
        System.getProperty("java.vm.vendor") + " " + System.getProperty("java.runtime.version"),
        commit(house));
  }

  /** As Linux tells it, the architecture elsewhere. */
  static String cpuModel(Path cpuinfo) {
    try (Stream<String> lines = Files.lines(cpuinfo)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException elsewhere) {
      return System.getProperty("os.arch");
    }
  }

  private static String commit(Path house) {
    String head = git(house, "rev-parse", "HEAD");
    if (head.isEmpty()) {
      return UNKNOWN;
    }
    boolean changed = !git(house, "status", "--porcelain", "--untracked-files=no").isEmpty();
    return changed ? head + " with changes" : head;
  }

  /** What git says, or nothing. */
  private static String git(Path house, String... arguments) {
    List<String> command = new ArrayList<>(List.of("git", "--git-dir=.git", "--work-tree=."));
    command.addAll(Arrays.asList(arguments));
    try {
      Process git =
          new ProcessBuilder(command)
              .directory(house.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      git.getOutputStream().close();
      String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      boolean ended = git.waitFor(GIT_PATIENCE_SECONDS, TimeUnit.SECONDS);
      return ended && git.exitValue() == 0 ? said.strip() : "";
    } catch (IOException noGit) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
