package dev.medley.benchmarks.growth;

import dev.medley.cluster.engine.ClusterSimulation;
import dev.medley.random.StreamTree;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures clusters of 10 to 100,000 hosts with 1000 to 1,000,000 instances under the same load per
 * host.
 *
 * <p>Claim: a million idle instances take a quarter of a heap of 1 GiB, and time per event grows
 * less than tenfold while hosts grow ten thousandfold.
 *
 * <p>Time is the CPU time of the simulating thread. Each size runs idle, which gives the time to
 * assemble and place and the heap after a collection; then with as many requests as every other
 * size, and with twice as many. What the second half adds, by the events that it adds, is the time
 * per event, of which the least of three counts: by then every instance has served. Fewer instances
 * than hosts could not take the load and run idle only.
 */
public final class Growth {
  private static final int[] HOSTS = {10, 1000, 100_000};
  private static final int[] INSTANCES = {1000, 100_000, 1_000_000};
  private static final int REQUESTS = 2_000_000;
  private static final int REPEATS = 3;
  private static final long SEED = 1;

  /**
   * One size.
   *
   * @param placeNanos CPU time to assemble the cluster and place every instance
   * @param events of the second half of the loaded run, 0 without one
   * @param eventNanos CPU time of each of them; NaN without any
   * @param heapBytes in use after a collection, with the idle cluster alive and ready
   */
  record Row(
      int hosts, int instances, long placeNanos, long events, double eventNanos, long heapBytes) {}

  /** What one run cost. */
  private record Run(long cpuNanos, long events, long heapBytes) {}

  private Growth() {}

  /**
   * Prints a table and writes {@code growth.csv} and {@code growth.svg}.
   *
   * @param arguments the folder to write to
   */
  public static void main(String... arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    run(new Cluster(1000, 10_000, REQUESTS), false);
    List<Row> rows = new ArrayList<>();
    System.out.println(
        "    hosts  instances  place [s]    events  ns/event  heap [MiB]  B/instance");
    for (int hosts : HOSTS) {
      long fewest = 0;
      for (int instances : INSTANCES) {
        Row row = measure(hosts, instances);
        rows.add(row);
        fewest = fewest == 0 ? row.heapBytes : fewest;
        String perInstance =
            instances == INSTANCES[0]
                ? "-"
                : format("%.0f", (double) (row.heapBytes - fewest) / (instances - INSTANCES[0]));
        System.out.println(
            format(
                "%9d  %9d  %9.2f  %8d  %8.0f  %10.1f  %10s",
                hosts,
                instances,
                row.placeNanos / 1e9,
                row.events,
                row.eventNanos,
                row.heapBytes / (double) (1 << 20),
                perInstance));
      }
    }
    Files.writeString(folder.resolve("growth.csv"), csv(rows));
    Files.writeString(folder.resolve("growth.svg"), GrowthPicture.svg(rows));
  }

  private static Row measure(int hosts, int instances) {
    long place = Long.MAX_VALUE;
    long heap = 0;
    long events = 0;
    double eventNanos = Double.NaN;
    for (int i = 0; i < REPEATS; i++) {
      Run idle = run(new Cluster(hosts, instances, 0), i == 0);
      place = Math.min(place, idle.cpuNanos);
      heap = Math.max(heap, idle.heapBytes);
      if (instances >= hosts) {
        Run once = run(new Cluster(hosts, instances, REQUESTS), false);
        Run twice = run(new Cluster(hosts, instances, 2 * REQUESTS), false);
        events = twice.events - once.events;
        double nanos = (double) (twice.cpuNanos - once.cpuNanos) / events;
        eventNanos = Double.isNaN(eventNanos) ? nanos : Math.min(eventNanos, nanos);
      }
    }
    return new Row(hosts, instances, place, events, eventNanos, heap);
  }

  private static Run run(Cluster cluster, boolean weigh) {
    long before = cpuNanos();
    ClusterSimulation simulation = new ClusterSimulation(cluster.model(), new StreamTree(SEED, 0));
    simulation.run();
    long used = cpuNanos() - before;
    long heap = weigh ? heapBytes() : 0;
    Reference.reachabilityFence(simulation);
    return new Run(used, simulation.events(), heap);
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static long heapBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static String csv(List<Row> rows) {
    StringBuilder out = new StringBuilder();
    out.append("hosts,instances,place [s],events,time per event [ns],heap [B]\n");
    for (Row row : rows) {
      out.append(
          format(
              "%d,%d,%.3f,%d,%.1f,%d\n",
              row.hosts,
              row.instances,
              row.placeNanos / 1e9,
              row.events,
              row.eventNanos,
              row.heapBytes));
    }
    return out.toString();
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
