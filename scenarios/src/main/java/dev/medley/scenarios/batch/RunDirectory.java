package dev.medley.scenarios.batch;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A run directory and its work in progress.
 *
 * <p>Work goes on in {@code DIR.partial}, which the same command continues after any interruption
 * and which becomes {@code DIR} in one step when everything is in it. What decides the results is
 * written in {@code identity}; a folder without that file is not ours and never touched.
 */
final class RunDirectory implements Closeable {
  private static final String IDENTITY = "identity";
  private static final String LOCK = ".lock";

  private final Path target;
  private final Path partial;
  private final String identity;
  private @Nullable FileChannel lockChannel;

  RunDirectory(Path target, String identity) {
    Path absolute = target.toAbsolutePath().normalize();
    this.target = absolute;
    this.partial = absolute.resolveSibling(absolute.getFileName() + ".partial");
    this.identity = identity;
  }

  Path target() {
    return target;
  }

  Path partial() {
    return partial;
  }

  /** Whether the directory holds this very run, complete. */
  boolean isComplete() throws IOException {
    return identity.equals(identityOf(target));
  }

  /**
   * Makes the work in progress ready: continues it when it is of this run, starts it otherwise.
   *
   * @param again whether a complete run may be replaced
   * @throws IOException when a folder is in the way or another process works in it
   */
  void open(boolean again) throws IOException {
    refuseForeign(target, again);
    if (Files.isDirectory(partial) && !isEmpty(partial) && identityOf(partial) == null) {
      throw new IOException(
          partial + " is in the way: it is no run of ours (it has no file " + IDENTITY + ")");
    }
    Files.createDirectories(partial);
    lock();
    if (again || !identity.equals(identityOf(partial))) {
      clear(partial);
      Files.writeString(partial.resolve(IDENTITY), identity);
    }
  }

  /** Makes the work in progress the run directory, in one step. */
  void complete() throws IOException {
    close();
    if (Files.exists(target)) {
      Path old = target.resolveSibling(target.getFileName() + ".replaced");
      delete(old);
      Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
      Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
      delete(old);
    } else {
      Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  @Override
  public void close() throws IOException {
    FileChannel channel = lockChannel;
    if (channel != null) {
      lockChannel = null;
      Files.deleteIfExists(partial.resolve(LOCK));
      channel.close();
    }
  }

  private void refuseForeign(Path folder, boolean again) throws IOException {
    if (!Files.exists(folder) || (Files.isDirectory(folder) && isEmpty(folder))) {
      return;
    }
    String found = identityOf(folder);
    if (found == null) {
      throw new IOException(
          folder + " exists and is no run of ours; name another directory with --out");
    }
    if (!again) {
      throw new IOException(
          folder
              + " holds another run; name another directory with --out, or replace it with"
              + " --again");
    }
  }

  private void lock() throws IOException {
    FileChannel channel =
        FileChannel.open(
            partial.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      channel.close();
      throw new IOException("another process works in " + partial);
    }
    lockChannel = channel;
  }

  private static @Nullable String identityOf(Path folder) throws IOException {
    Path file = folder.resolve(IDENTITY);
    return Files.isRegularFile(file) ? Files.readString(file) : null;
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.allMatch(entry -> entry.endsWith(LOCK));
    }
  }

  private static void clear(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path entry : entries.toList()) {
        if (!entry.endsWith(LOCK)) {
          delete(entry);
        }
      }
    }
  }

  private static void delete(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
