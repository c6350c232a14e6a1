package dev.medley;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The table of ARCHITECTURE.md that says which package may use which, as read from that page.
 *
 * <p>The page is the only place where an arrow is stated, so that documentation and test cannot
 * diverge. Rows keep their order.
 *
 * @param uses what each row allows: names of our packages without the root, or library prefixes
 */
public record DependencyTable(Map<String, List<String>> uses) {
  private static final String ROOT = "dev.medley.";
  private static final String BEGIN = "<!-- dependencies:begin -->";
  private static final String END = "<!-- dependencies:end -->";
  private static final String AND_BELOW = "...";

  /** Reads the table of the page that stands in the working directory or above it. */
  public static DependencyTable read() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("ARCHITECTURE.md"))) {
      folder = folder.getParent();
    }
    try {
      return parse(Files.readString(folder.resolve("ARCHITECTURE.md")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads the table out of the text of a page. */
  static DependencyTable parse(String page) {
    Map<String, List<String>> uses = new LinkedHashMap<>();
    page.substring(page.indexOf(BEGIN), page.indexOf(END))
        .lines()
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.split("\\|"))
        .forEach(
            cells -> {
              if (cells.length != 4 || cells[3].isBlank()) {
                throw new IllegalArgumentException("not `package | may use | why`: " + cells[1]);
              }
              if (uses.put(name(cells[1]), names(cells[2])) != null) {
                throw new IllegalArgumentException("two rows for " + cells[1]);
              }
            });
    return new DependencyTable(uses);
  }

  private static List<String> names(String cell) {
    return cell.strip().equals("-")
        ? List.of()
        : Arrays.stream(cell.split(",")).map(DependencyTable::name).toList();
  }

  private static String name(String quoted) {
    String text = quoted.strip();
    if (!text.matches("`[^`]+`")) {
      throw new IllegalArgumentException("not a name in backticks: " + text);
    }
    return text.substring(1, text.length() - 1);
  }

  /** Every way in which the classes break the table, sorted; a line of text each. */
  public List<String> violations(JavaClasses classes) {
    Set<String> found = new TreeSet<>();
    for (JavaClass one : classes) {
      // A package-info of a mere folder of packages holds no code.
      if (one.getSimpleName().equals("package-info")) {
        continue;
      }
      String from = local(one.getPackageName());
      String row = row(from);
      if (row == null) {
        found.add("no row for package " + one.getPackageName() + " (" + one.getName() + ")");
        continue;
      }
      Set<String> allowed = allowed(row);
      one.getDirectDependenciesFromSelf().stream()
          .filter(d -> !permits(allowed, from, d.getTargetClass().getBaseComponentType()))
          .forEach(d -> found.add(from + " may not use this: " + d.getDescription()));
    }
    return List.copyOf(found);
  }

  /** Rows that lead back to themselves; empty in a table that describes layers. */
  List<String> cycles() {
    List<String> found = new ArrayList<>();
    for (String start : uses.keySet()) {
      Set<String> reached = new TreeSet<>();
      reach(start, reached);
      if (reached.contains(start)) {
        found.add(start);
      }
    }
    return found;
  }

  private void reach(String row, Set<String> reached) {
    for (String next : allowed(row)) {
      String target = row(next);
      if (target != null && reached.add(target)) {
        reach(target, reached);
      }
    }
  }

  /** What a row allows, with {@code x...} written out. */
  private Set<String> allowed(String row) {
    Set<String> names = new TreeSet<>();
    for (String use : uses.getOrDefault(row, List.of())) {
      if (!use.endsWith(AND_BELOW)) {
        names.add(use);
        continue;
      }
      String below = use.substring(0, use.length() - AND_BELOW.length());
      names.add(below);
      allowed(below).stream().filter(name -> row(name) != null).forEach(names::add);
    }
    return names;
  }

  private boolean permits(Set<String> allowed, String from, JavaClass target) {
    String name = target.getPackageName();
    if (target.isPrimitive() || within("java", name) || within("org.jspecify", name)) {
      return true;
    }
    if (!name.startsWith(ROOT)) {
      return allowed.stream().anyMatch(library -> within(library, name));
    }
    String to = local(name);
    return to.equals(from) || allowed.contains(to);
  }

  private static boolean within(String prefix, String packageName) {
    return packageName.equals(prefix) || packageName.startsWith(prefix + ".");
  }

  private static String local(String packageName) {
    return packageName.startsWith(ROOT) ? packageName.substring(ROOT.length()) : packageName;
  }

  /** The row that speaks for a package of ours: its own, or that of all below its parent. */
  private @Nullable String row(String local) {
    if (uses.containsKey(local)) {
      return local;
    }
    String siblings = local.substring(0, Math.max(0, local.lastIndexOf('.'))) + ".*";
    return uses.containsKey(siblings) ? siblings : null;
  }
}
