package dev.medley.scenarios.batch;

import dev.medley.check.InvalidConfiguration;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A run directory and its work in progress.
 *
 * <p>Work goes on in {@code DIR.partial}, which the same command continues after any interruption
 * and which becomes {@code DIR} in one step when everything is in it. What decides the results is
 * written in {@code identity}; a folder without that file is not ours and never touched. A lock
 * file beside them keeps a second process out; it means nothing once its owner is dead.
 */
final class RunDirectory implements Closeable {
  private static final String IDENTITY = "identity";
  private static final List<String> OURS = List.of(".partial", ".replaced", ".lock");

  private final Path target;
  private final Path partial;
  private final Path replaced;
  private final String identity;
  private @Nullable FolderLock lock;

  /**
   * Names a run directory; nothing is touched.
   *
   * @throws InvalidConfiguration when a run directory cannot have this name
   */
  RunDirectory(Path target, String identity) {
    this.target = target.toAbsolutePath().normalize();
    Path name = this.target.getFileName();
    if (name == null || OURS.stream().anyMatch(name.toString()::endsWith)) {
      throw new InvalidConfiguration(
          "--out",
          "must be a folder whose name does not end in "
              + String.join(", ", OURS)
              + " (was '"
              + target
              + "')");
    }
    this.partial = this.target.resolveSibling(name + ".partial");
    this.replaced = this.target.resolveSibling("." + name + ".replaced");
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
   * @return whether there is work; false when another process has completed the run meanwhile
   * @throws IOException when a folder is in the way or another process works in it
   */
  boolean open(boolean again) throws IOException {
    // Looked at twice: a foreign folder gets no lock file beside it, and what another process did
    // before we had the lock is seen.
    refuseForeign(again);
    Files.createDirectories(Objects.requireNonNull(target.getParent()));
    lock = FolderLock.take(target);
    if (!again && isComplete()) {
      return false;
    }
    refuseForeign(again);
    String found = Files.isDirectory(partial) ? identityOf(partial) : null;
    if (Files.exists(partial) && found == null && !isEmpty(partial)) {
      throw new IOException(
          partial + " is in the way: it is no run of ours (it has no file " + IDENTITY + ")");
    }
    Files.createDirectories(partial);
    if (!identity.equals(found)) {
      // The old identity stays until all else is gone: killed in between, it is still ours.
      clear(partial);
      Path part = partial.resolve(IDENTITY + ".part");
      Files.writeString(part, identity);
      Files.move(
          part,
          partial.resolve(IDENTITY),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    }
    return true;
  }

  /** Makes the work in progress the run directory, in one step. */
  void complete(boolean again) throws IOException {
    refuseForeign(again);
    if (Files.exists(replaced) && identityOf(replaced) == null) {
      throw new IOException(replaced + " is in the way: it is no run of ours");
    }
    if (Files.exists(target)) {
      delete(replaced);
      Files.move(target, replaced, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    delete(replaced);
    close();
  }

  @Override
  public void close() throws IOException {
    FolderLock held = lock;
    if (held != null) {
      lock = null;
      held.close();
    }
  }

  /** Nothing, an empty folder, or a run that may be replaced: anything else is refused. */
  private void refuseForeign(boolean again) throws IOException {
    if (!Files.exists(target) || (Files.isDirectory(target) && isEmpty(target))) {
      return;
    }
    String found = identityOf(target);
    if (found == null) {
      throw new IOException(
          target + " exists and is no run of ours; name another directory with --out");
    }
    if (!again && !found.equals(identity)) {
      throw new IOException(
          target
              + " holds another run; name another directory with --out, or replace it with"
              + " --again");
    }
  }

  private static @Nullable String identityOf(Path folder) throws IOException {
    Path file = folder.resolve(IDENTITY);
    return Files.isRegularFile(file) ? Files.readString(file) : null;
  }

  private static boolean isEmpty(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.findAny().isEmpty();
    }
  }

  private static void clear(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path entry : entries.toList()) {
        if (!entry.endsWith(IDENTITY)) {
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
