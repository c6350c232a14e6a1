package dev.medley.scenarios.batch;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The right to work in a folder, held by one process at a time.
 *
 * <p>A lock of the operating system on a hidden file beside the folder: it ends with its process,
 * however that ends, so that no lock is ever stale.
 */
final class FolderLock implements Closeable {
  /**
   * Locks of this process. The operating system knows processes only, and forgets all locks of a
   * file when any of its channels is closed, so a second channel must not be opened at all.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private FolderLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @throws IOException when somebody else has it
   */
  static FolderLock take(Path folder) throws IOException {
    Path file = folder.resolveSibling("." + folder.getFileName() + ".lock");
    if (!HELD.add(file)) {
      throw busy(folder);
    }
    FileChannel channel = null;
    try {
      while (channel == null) {
        channel = tryLock(file, folder);
      }
      return new FolderLock(file, channel);
    } finally {
      if (channel == null) {
        HELD.remove(file);
      }
    }
  }

  /** The channel of the locked file; null when another file has taken its place meanwhile. */
  private static @Nullable FileChannel tryLock(Path file, Path folder) throws IOException {
    if (!Files.exists(file)) {
      FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE).close();
    }
    Object before = key(file);
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean kept = false;
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw busy(folder);
      }
      // Whoever had the lock before deletes the file at the end: what we locked may be gone.
      kept = before != null && before.equals(key(file));
    } catch (OverlappingFileLockException e) {
      throw busy(folder);
    } finally {
      if (!kept) {
        channel.close();
      }
    }
    return kept ? channel : null;
  }

  /** What tells files apart; where the platform has nothing, their path. */
  private static @Nullable Object key(Path file) throws IOException {
    try {
      Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
      return key == null ? file : key;
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static IOException busy(Path folder) {
    return new IOException("another process works in " + folder + ".partial");
  }

  @Override
  public void close() throws IOException {
    try {
      Files.deleteIfExists(file);
    } finally {
      channel.close();
      HELD.remove(file);
    }
  }
}
