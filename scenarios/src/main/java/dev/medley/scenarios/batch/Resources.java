package dev.medley.scenarios.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Folders that are packed with the program: {@code library}, {@code runtimes}, {@code hardware}.
 */
final class Resources {
  private static final Map<String, Path> FOUND = new ConcurrentHashMap<>();

  private Resources() {}

  /** A folder of the program as a path, inside the jar or beside the classes. */
  static Path folder(String name) {
    return FOUND.computeIfAbsent(name, Resources::find);
  }

  private static Path find(String name) {
    URL marker = Resources.class.getResource("/" + name + "/");
    URL found = marker != null ? marker : Resources.class.getResource("/" + name);
    if (found == null) {
      throw new IllegalStateException("the program lacks its folder " + name);
    }
    try {
      URI uri = found.toURI();
      if (!uri.getScheme().equals("jar")) {
        return Path.of(uri);
      }
      String jar = uri.toString().substring(0, uri.toString().indexOf("!/"));
      return fileSystem(URI.create(jar + "!/")).getPath("/" + name);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FileSystem fileSystem(URI jar) throws IOException {
    try {
      return FileSystems.newFileSystem(jar, Map.of());
    } catch (FileSystemAlreadyExistsException e) {
      return FileSystems.getFileSystem(jar);
    }
  }
}
