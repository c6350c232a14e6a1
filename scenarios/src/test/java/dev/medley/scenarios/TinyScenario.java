package dev.medley.scenarios;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A scenario file that runs in milliseconds and yet has a queue, two hosts and a histogram. */
public final class TinyScenario {
  private TinyScenario() {}

  /** The text: some 600 requests per replication. */
  public static String text(int replications) {
    return """
        apiVersion: medley/v1
        name: tiny
        description: A queue that is busy enough to vary
        duration: 60s
        warmup: 5s
        seed: 3
        replications: %d
        hosts:
          - { name: bench, count: 2, type: lesson-host }
        services:
          server:
            runtime: process
            replicas: { initial: 2 }
            resources: { requests: { cpu: "1", memory: 0 }, limits: { cpu: "1" } }
            concurrency: 1
            queue: 5
            demand: { cpu: { exponential: { mean: 100ms } } }
        workload:
          server: { arrivals: { rate: 10/s } }
        slo: [ "request.latency.p99 < 10s" ]
        """
        .formatted(replications);
  }

  /** Writes the file. */
  public static Path write(Path folder, int replications) throws IOException {
    return Files.writeString(folder.resolve("tiny.yaml"), text(replications));
  }
}
