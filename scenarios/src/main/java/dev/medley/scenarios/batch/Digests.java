package dev.medley.scenarios.batch;

import dev.medley.experiment.Replication;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** SHA-256 of texts, files and the program. */
final class Digests {
  private Digests() {}

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Digest of one text. */
  static String of(String text) {
    MessageDigest digest = sha256();
    add(digest, text);
    return hex(digest);
  }

  static void add(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
    digest.update(bytes);
  }

  static void add(MessageDigest digest, Path file) throws IOException {
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
  }

  /** Digest of our own classes, in the order of their names; computed once. */
  static String program() {
    return OwnClasses.DIGEST;
  }

  private static final class OwnClasses {
    static final String DIGEST = ofHomes();
  }

  /** One jar holds everything, or, while it is being built, each module has a home of its own. */
  private static String ofHomes() {
    MessageDigest digest = sha256();
    try {
      Set<Path> homes = new LinkedHashSet<>();
      for (Class<?> member : List.of(Digests.class, Replication.class)) {
        homes.add(Path.of(member.getProtectionDomain().getCodeSource().getLocation().toURI()));
      }
      for (Path home : homes) {
        if (Files.isDirectory(home)) {
          addFolder(digest, home);
        } else {
          addJar(digest, home);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
    return hex(digest);
  }

  private static void addFolder(MessageDigest digest, Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        if (file.toString().endsWith(".class")) {
          add(digest, folder.relativize(file).toString());
          add(digest, file);
        }
      }
    }
  }

  private static void addJar(MessageDigest digest, Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      List<String> names = new ArrayList<>();
      for (Enumeration<JarEntry> all = file.entries(); all.hasMoreElements(); ) {
        String name = all.nextElement().getName();
        if (name.startsWith("dev/medley/") && name.endsWith(".class")) {
          names.add(name);
        }
      }
      Collections.sort(names);
      for (String name : names) {
        add(digest, name);
        try (InputStream in = file.getInputStream(file.getJarEntry(name))) {
          digest.update(in.readAllBytes());
        }
      }
    }
  }
}
