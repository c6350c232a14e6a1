package dev.medley.scenarios.yaml;

import dev.medley.check.InvalidConfiguration;
import dev.medley.check.Nearest;
import dev.medley.check.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One YAML file as a located tree, together with what was already found wrong with it.
 *
 * <p>Problems after which the tree is still useful (duplicate keys, anchors, tags) are kept in
 * {@link #problems()} and reported by the {@link Binder} together with its own; whatever leaves no
 * tree at all is thrown at once.
 */
public final class Document {
  /** The largest file that is read: 16 MiB. */
  public static final long MOST_BYTES = 16L << 20;

  private final String source;
  private final MapNode root;
  private final List<LocatedProblem> problems;

  Document(String source, MapNode root, List<LocatedProblem> problems) {
    this.source = source;
    this.root = root;
    this.problems = List.copyOf(problems);
  }

  /**
   * Reads a file of at most {@link #MOST_BYTES} bytes.
   *
   * @throws InvalidConfiguration when it is missing, a directory, unreadable, too large (told from
   *     its size, unread), not UTF-8, empty, not YAML, or not a map
   */
  public static Document read(Path file) {
    return read(file, MOST_BYTES);
  }

  /** As {@link #read(Path)}, with another bound on the size in bytes. */
  public static Document read(Path file, long mostBytes) {
    String source = file.toString();
    return parse(source, decode(source, bytes(file, source, mostBytes)));
  }

  /**
   * Reads a text.
   *
   * @param source what to call it in messages
   * @param text the YAML text
   * @throws InvalidConfiguration when there is no tree to return
   */
  public static Document parse(String source, String text) {
    String body = text.startsWith("\uFEFF") ? text.substring(1) : text;
    Problems problems = new Problems();
    refuseControls(source, body, problems);
    if (!problems.isEmpty()) {
      throw problems.exception();
    }
    Node root = TreeBuilder.file(source, body, problems);
    if (root == null) {
      problems.add(new Location(source, 1, 1), FieldPath.ROOT, "is empty");
    } else if (!(root instanceof MapNode) && !isRefused(root)) {
      problems.add(root, "must be a map of keys (was " + root.shown() + ")");
    }
    if (!(root instanceof MapNode map)) {
      throw problems.exception();
    }
    return new Document(source, map, problems.sorted());
  }

  private static boolean isRefused(Node node) {
    return node instanceof ScalarNode scalar && scalar.style() == ScalarNode.Style.REFUSED;
  }

  /** Reads one value that stands alone, for example the text after {@code --set path=}. */
  static Node value(String text, Location location, FieldPath path, Problems problems) {
    Problems own = new Problems();
    refuseControls("", text, own);
    if (!own.isEmpty()) {
      problems.add(location, path, "must not contain control characters");
      return new ScalarNode(location, path, "", ScalarNode.Style.REFUSED);
    }
    Node node;
    try {
      node = TreeBuilder.value(text, location, path, problems);
    } catch (InvalidConfiguration e) {
      // The builder has added what it threw to the problems.
      return new ScalarNode(location, path, "", ScalarNode.Style.REFUSED);
    }
    return node == null ? new ScalarNode(location, path, "", ScalarNode.Style.PLAIN) : node;
  }

  /** What to call the document in messages: the file's name as the user gave it. */
  public String source() {
    return source;
  }

  /** The document's map. */
  public MapNode root() {
    return root;
  }

  /** What was found wrong so far, in the order of the file. */
  public List<LocatedProblem> problems() {
    return problems;
  }

  /** The same document with another tree and more problems. */
  Document with(MapNode newRoot, Collection<LocatedProblem> more) {
    List<LocatedProblem> all = new ArrayList<>(problems);
    all.addAll(more);
    return new Document(source, newRoot, LocatedProblem.sorted(all));
  }

  /** The value at a dotted path, or its nearest ancestor that was written. */
  public Node nearest(String path) {
    return Locator.nearest(root, path);
  }

  /** Where the value at a dotted path was written, or its nearest ancestor that was. */
  public Location locate(String path) {
    return nearest(path).location();
  }

  /** A problem found after binding, at the place in this document that its path names. */
  public LocatedProblem locate(Problem problem) {
    return new LocatedProblem(locate(problem.path()), problem.path(), problem.message());
  }

  /** The exception for problems found after binding, each at its place in this document. */
  public InvalidConfiguration invalid(Collection<Problem> found) {
    return LocatedProblem.exception(found.stream().map(this::locate).toList());
  }

  private static byte[] bytes(Path file, String source, long mostBytes) {
    try {
      if (Files.isDirectory(file)) {
        throw refused(source, "is a directory, not a file");
      }
      long size = Files.size(file);
      if (size > mostBytes) {
        throw tooLarge(source, mostBytes, Long.toString(size));
      }
      // A pipe or a file that grows has no size beforehand: the bound holds while reading, too.
      try (InputStream in = Files.newInputStream(file)) {
        byte[] bytes = in.readNBytes((int) Math.min(mostBytes + 1, Integer.MAX_VALUE - 16));
        if (bytes.length > mostBytes) {
          throw tooLarge(source, mostBytes, "more");
        }
        return bytes;
      }
    } catch (NoSuchFileException e) {
      throw refused(source, "no such file" + neighbour(file));
    } catch (AccessDeniedException e) {
      throw refused(source, "cannot be read: permission denied");
    } catch (IOException e) {
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw refused(source, "cannot be read: " + Scalars.shown(why));
    }
  }

  private static InvalidConfiguration tooLarge(String source, long mostBytes, String size) {
    return refused(source, "is too large: at most " + mostBytes + " bytes (was " + size + ")");
  }

  private static InvalidConfiguration refused(String source, String message) {
    return LocatedProblem.exception(
        List.of(new LocatedProblem(Location.whole(source), "", message)));
  }

  /** The file in the same folder whose name is nearest, as a question. */
  private static String neighbour(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    Path name = file.getFileName();
    if (folder == null || name == null) {
      return "";
    }
    if (!Files.isDirectory(folder)) {
      return ": there is no folder " + folder.getFileName();
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<String> names =
          files.limit(10_000).map(p -> String.valueOf(p.getFileName())).sorted().toList();
      return Nearest.question(name.toString(), names);
    } catch (IOException e) {
      return "";
    }
  }

  private static String decode(String source, byte[] bytes) {
    if (startsWith(bytes, 0xFE, 0xFF) || startsWith(bytes, 0xFF, 0xFE)) {
      throw refused(source, "is UTF-16: save it as UTF-8");
    }
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length + 1);
    CoderResult result = decoder.decode(in, out, true);
    String text = out.flip().toString();
    if (result.isError()) {
      String before = text.startsWith("\uFEFF") ? text.substring(1) : text;
      String hex = String.format(Locale.ROOT, "0x%02X", bytes[in.position()]);
      throw LocatedProblem.exception(
          List.of(new LocatedProblem(end(source, before), "", "is not UTF-8 (byte " + hex + ")")));
    }
    return text;
  }

  private static boolean startsWith(byte[] bytes, int first, int second) {
    return bytes.length >= 2 && (bytes[0] & 0xFF) == first && (bytes[1] & 0xFF) == second;
  }

  /** Where the character after a text would stand. */
  private static Location end(String source, String text) {
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < text.length(); i++) {
      if (breaksLine(text, i)) {
        line++;
        lineStart = i + 1;
      }
    }
    return new Location(source, line, 1 + text.codePointCount(lineStart, text.length()));
  }

  private static boolean breaksLine(String text, int i) {
    char c = text.charAt(i);
    return c == '\n' || (c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n'));
  }

  private static void refuseControls(String source, String text, Problems problems) {
    int line = 1;
    int column = 1;
    for (int i = 0; i < text.length() && !problems.isFull(); i++) {
      char c = text.charAt(i);
      String refused = control(text, i);
      if (refused != null) {
        problems.add(new Location(source, line, column), FieldPath.ROOT, refused);
      }
      if (breaksLine(text, i)) {
        line++;
        column = 1;
      } else if (!Character.isLowSurrogate(c)) {
        column++;
      }
    }
  }

  /** What is wrong with the first character that may not even be escaped, or null. */
  static @Nullable String control(String text) {
    for (int i = 0; i < text.length(); i++) {
      String refused = Character.isISOControl(text.charAt(i)) ? control(text, i) : null;
      if (refused != null) {
        return refused;
      }
    }
    return null;
  }

  private static @Nullable String control(String text, int i) {
    char c = text.charAt(i);
    if (c == '\uFEFF') {
      return "byte order mark inside the text";
    }
    if (c == '\uFFFE' || c == '\uFFFF' || isLoneSurrogate(text, i)) {
      return String.format(Locale.ROOT, "character U+%04X is not allowed", (int) c);
    }
    boolean allowed = c == '\n' || c == '\r' || c == '\t' || c == '\u0085';
    if (!allowed && Character.isISOControl(c)) {
      return String.format(Locale.ROOT, "control character U+%04X is not allowed", (int) c);
    }
    return null;
  }

  private static boolean isLoneSurrogate(String text, int i) {
    char c = text.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
  }
}
