package dev.medley.scenarios.batch;

import dev.medley.cluster.engine.state.Checking;
import dev.medley.experiment.Outcome;
import dev.medley.experiment.OutcomeFold;
import dev.medley.experiment.Replication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * Runs replications on threads and folds them in the order of their indices.
 *
 * <p>A window of replications is under way at a time, so that memory does not grow with their
 * number; each finished one is on disk before it counts. Stopping rules look at prefixes only, so
 * the answer does not depend on which replication finished first.
 */
final class Batch {
  private final PreparedScenario prepared;
  private final ReplicationStore store;
  private final int jobs;
  private final @Nullable Precision precision;
  private final Progress progress;
  private final AtomicBoolean interrupted;
  private final ReadWriteLock writing = new ReentrantReadWriteLock();
  private final Checking checking;
  private boolean sealed;

  Batch(
      PreparedScenario prepared,
      ReplicationStore store,
      int jobs,
      @Nullable Precision precision,
      Progress progress,
      AtomicBoolean interrupted,
      Checking checking) {
    this.prepared = prepared;
    this.store = store;
    this.jobs = jobs;
    this.precision = precision;
    this.progress = progress;
    this.interrupted = interrupted;
    this.checking = checking;
  }

  /**
   * Runs until so many replications are folded, the precision is reached, or an interrupt.
   *
   * @return the fold; with fewer replications after an interrupt
   */
  OutcomeFold run(int replications) throws IOException {
    OutcomeFold fold =
        new OutcomeFold(
            prepared.scenario(), prepared.scenario().seed(), prepared.scenario().confidence());
    int threads = Math.min(jobs, replications);
    ExecutorService pool = Executors.newFixedThreadPool(threads, Batch::worker);
    Deque<Future<Outcome>> window = new ArrayDeque<>();
    try {
      int next = 0;
      while (fold.count() < replications && !interrupted.get()) {
        while (next < replications && window.size() < threads * 2) {
          int index = next++;
          window.add(pool.submit(() -> replicate(index)));
        }
        Outcome outcome = await(window.remove());
        if (precision != null && fold.count() == 0) {
          precision.check(outcome);
        }
        fold.add(outcome);
        progress.folded(fold.count(), replications);
        if (precision != null && precision.isReached(fold, prepared.scenario().confidence())) {
          break;
        }
      }
      return fold;
    } finally {
      window.forEach(future -> future.cancel(false));
      pool.shutdown();
      seal();
    }
  }

  private static Thread worker(Runnable task) {
    Thread thread = new Thread(task, "replication");
    thread.setDaemon(true);
    return thread;
  }

  private Outcome replicate(int index) throws IOException {
    if (store.has(index)) {
      try {
        return store.read(index);
      } catch (IOException damaged) {
        store.drop(index);
      }
    }
    Outcome outcome =
        Replication.run(prepared.model(), prepared.scenario().seed(), index, null, checking);
    writing.readLock().lock();
    try {
      if (!sealed) {
        store.write(outcome);
      }
    } finally {
      writing.readLock().unlock();
    }
    return outcome;
  }

  /**
   * From here on nothing is written: replications under way beyond the stopping index must not
   * appear in a directory that is being completed.
   */
  private void seal() {
    writing.writeLock().lock();
    sealed = true;
    writing.writeLock().unlock();
  }

  private static Outcome await(Future<Outcome> future) throws IOException {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof IOException io) {
        throw io;
      }
      if (cause instanceof UncheckedIOException io) {
        throw io.getCause();
      }
      if (cause instanceof RuntimeException runtime) {
        throw runtime;
      }
      if (cause instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(cause);
    }
  }
}
