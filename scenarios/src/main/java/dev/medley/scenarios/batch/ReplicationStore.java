package dev.medley.scenarios.batch;

import dev.medley.experiment.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The finished replications of a run in progress, one file each.
 *
 * @param folder where they are
 */
record ReplicationStore(Path folder) {

  /** Whether there is a file of a replication; whether it is whole shows when it is read. */
  boolean has(int index) {
    return Files.isRegularFile(file(index));
  }

  Outcome read(int index) throws IOException {
    Outcome outcome = OutcomeFile.read(file(index));
    if (outcome.index() != index) {
      throw new IOException(file(index) + " holds replication " + outcome.index());
    }
    return outcome;
  }

  void write(Outcome outcome) throws IOException {
    OutcomeFile.write(file(outcome.index()), outcome);
  }

  void drop(int index) throws IOException {
    Files.deleteIfExists(file(index));
  }

  /** Deletes everything but the first replications: later ones, and what a crash left behind. */
  void keepFirst(int count) throws IOException {
    Set<Path> kept = new HashSet<>();
    for (int i = 0; i < count; i++) {
      kept.add(file(i));
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(file -> !kept.contains(file)).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** The first replications in order, each read when it is asked for. */
  Iterable<Outcome> first(int count) {
    return () ->
        new Iterator<>() {
          private int next;

          @Override
          public boolean hasNext() {
            return next < count;
          }

          @Override
          public Outcome next() {
            if (!hasNext()) {
              throw new NoSuchElementException();
            }
            try {
              return read(next++);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        };
  }

  private Path file(int index) {
    return folder.resolve(String.format(java.util.Locale.ROOT, "%06d.bin", index));
  }
}
