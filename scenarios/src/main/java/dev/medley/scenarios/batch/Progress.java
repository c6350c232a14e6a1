package dev.medley.scenarios.batch;

import java.io.IOException;

/** Hears how far a batch is; called from one thread. */
@FunctionalInterface
public interface Progress {
  /** Nothing is told. */
  Progress SILENT = (done, total) -> {};

  /**
   * A replication was folded.
   *
   * @param done replications folded so far
   * @param total replications planned
   */
  void folded(int done, int total) throws IOException;

  /** No more will be told: all is done, or was given up. */
  default void ended() {}
}
