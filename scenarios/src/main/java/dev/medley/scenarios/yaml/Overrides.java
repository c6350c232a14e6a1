package dev.medley.scenarios.yaml;

import dev.medley.check.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Replaces values of a document before it is bound: {@code --set path=value}.
 *
 * <p>A path is made of keys ({@code workload.web.arrivals.counts}; {@code "a.b"} for a key with a
 * dot), indices ({@code hosts[0].count}) and asterisks for every key or element ({@code
 * services.*.autoscaler.type}); the value is YAML. The path is checked against the record type, so
 * a key that was left out of the file can be set and a mistyped one cannot. Elements and map keys
 * that the file does not have cannot be added, except to a {@code Rest} map.
 *
 * <ul>
 *   <li>An alternative of a union replaces the one that stood there.
 *   <li>The tag of a registry, or the key of another form of a record, keeps the keys that still
 *       belong and drops the others, with a notice.
 *   <li>Where a default would have stood, the other keys keep that default.
 *   <li>An asterisk passes over what has neither value nor default on the way to the last key.
 * </ul>
 *
 * Settings apply in the given order; a later one wins.
 */
public final class Overrides {
  /**
   * A changed document.
   *
   * @param document the document; paths that do not exist are among its {@link
   *     Document#problems()}, so binding reports them together with everything else
   * @param notices what was dropped on the way, one line each
   */
  public record Result(Document document, List<String> notices) {}

  private static final int LONGEST_PATH = 400;

  private final Problems problems = new Problems();
  private final Set<String> notices = new LinkedHashSet<>();
  private final Location location;
  private final List<FieldPath.Step> steps;
  private final String text;
  private boolean wild;
  private int reached;

  private Overrides(String written, List<FieldPath.Step> steps, String text) {
    this.location = locationOf(written);
    this.steps = steps;
    this.text = text;
  }

  /**
   * Applies settings to a document.
   *
   * @param binder knows the registries
   * @param document what to change; it is left as it is
   * @param type the record the document will be bound to
   * @param settings {@code path=value} each
   */
  public static Result apply(
      Binder binder, Document document, Class<? extends Record> type, List<String> settings) {
    Shape shape = binder.shapes().structure(type);
    MapNode root = document.root();
    List<LocatedProblem> problems = new ArrayList<>();
    Set<String> notices = new LinkedHashSet<>();
    for (String setting : settings) {
      int equals = equalsSign(setting);
      String path = equals < 0 ? setting : setting.substring(0, equals);
      Location location = locationOf(path);
      if (equals < 0) {
        problems.add(new LocatedProblem(location, "", "must be path=value"));
        continue;
      }
      try {
        Overrides one = new Overrides(path, FieldPath.parse(path), setting.substring(equals + 1));
        Node changed = one.set(shape, root, FieldPath.ROOT, 0);
        if (one.problems.isEmpty() && one.wild && one.reached == 0) {
          one.problems.add(one.location, FieldPath.ROOT, "matches nothing");
        }
        problems.addAll(one.problems.sorted());
        notices.addAll(one.notices);
        root = changed instanceof MapNode map ? map : root;
      } catch (IllegalArgumentException e) {
        problems.add(new LocatedProblem(location, "", String.valueOf(e.getMessage())));
      }
    }
    return new Result(document.with(root, problems), List.copyOf(notices));
  }

  private static Location locationOf(String path) {
    return Location.override(Scalars.shown(path, LONGEST_PATH));
  }

  /** Index of the first equals sign outside a quoted key, or -1. */
  private static int equalsSign(String setting) {
    boolean quoted = false;
    for (int i = 0; i < setting.length(); i++) {
      char c = setting.charAt(i);
      if (c == '\\' && quoted) {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == '=' && !quoted) {
        return i;
      }
    }
    return -1;
  }

  /**
   * The node that stands at a path after the setting.
   *
   * @param node what stands there now, or null for nothing
   * @param at index of the next step
   */
  private @Nullable Node set(Shape shape, @Nullable Node node, FieldPath path, int at) {
    if (at == steps.size()) {
      reached++;
      return Document.value(text, location, path, problems);
    }
    FieldPath.Step step = steps.get(at);
    if (shape instanceof Shape.Sequence sequence) {
      return inList(sequence, node, path, at);
    }
    if (shape instanceof Shape.Mapping mapping) {
      return inMap(mapping.value(), node, path, at, false);
    }
    if (!(shape instanceof Shape.Structure
        || shape instanceof Shape.Union
        || shape instanceof Shape.Registry)) {
      return refused(
          node, path, "is " + Binding.expected(shape, null) + " and has no '" + step + "' inside");
    }
    if (shape instanceof Shape.Structure structure && !(step instanceof FieldPath.Step.Key)) {
      Shape.Field list = structure.shorthand();
      if (list != null && Shape.acceptsList(list.shape())) {
        // Elements of a list that is written in place of the record around it.
        return node instanceof MapNode map
            ? inField(list, map, at - 1)
            : set(list.shape(), node, path, at);
      }
    }
    if (!(step instanceof FieldPath.Step.Key key)) {
      return refused(node, path, "has keys, not elements: '" + step + "' cannot be applied");
    }
    if (shape instanceof Shape.Structure structure) {
      return inRecord(structure, node, path, key.name(), at);
    }
    return shape instanceof Shape.Union union
        ? inUnion(union, node, path, key.name(), at)
        : inRegistry((Shape.Registry) shape, node, path, key.name(), at);
  }

  private @Nullable Node refused(@Nullable Node node, FieldPath path, String message) {
    problems.add(location, path, message);
    return node;
  }

  // Lists and maps

  private @Nullable Node inList(Shape.Sequence shape, @Nullable Node node, FieldPath path, int at) {
    FieldPath.Step step = steps.get(at);
    List<Node> items = node instanceof ListNode list ? list.items() : List.of();
    if (step instanceof FieldPath.Step.Key) {
      return refused(node, path, "is a list: write [0] or [*] before '" + step + "'");
    }
    List<Node> changed = new ArrayList<>(items);
    if (step instanceof FieldPath.Step.Index index) {
      if (index.number() >= items.size()) {
        String size = items.size() == 1 ? "1 element" : items.size() + " elements";
        return refused(node, path, "has no " + step + ": it has " + size);
      }
      setItem(shape, changed, index.number(), path, at);
    } else {
      wild = true;
      for (int i = 0; i < changed.size(); i++) {
        setItem(shape, changed, i, path, at);
      }
    }
    return node == null ? null : new ListNode(node.location(), path, changed);
  }

  private void setItem(Shape.Sequence shape, List<Node> items, int index, FieldPath path, int at) {
    Node changed = set(shape.element(), items.get(index), path.child(index), at + 1);
    items.set(index, changed == null ? items.get(index) : changed);
  }

  /**
   * Sets inside the values of a map.
   *
   * @param open whether a key that the file does not have may be added
   */
  private @Nullable Node inMap(
      Shape value, @Nullable Node node, FieldPath path, int at, boolean open) {
    FieldPath.Step step = steps.get(at);
    MapNode map = node instanceof MapNode m ? m : MapNode.empty(location, path);
    if (step instanceof FieldPath.Step.Index) {
      return refused(node, path, "is a map, not a list: '" + step + "' cannot be applied");
    }
    if (step instanceof FieldPath.Step.Key key) {
      boolean adds = open && at == steps.size() - 1;
      if (map.get(key.name()) == null && !adds) {
        return refused(node, path.child(key.name()), missing(key.name(), map.entries().keySet()));
      }
      return inEntry(value, map, key.name(), at);
    }
    wild = true;
    for (String key : map.entries().keySet()) {
      map = inEntry(value, map, key, at);
    }
    return node == null ? null : map;
  }

  private MapNode inEntry(Shape value, MapNode map, String key, int at) {
    Node changed = set(value, map.get(key), map.path().child(key), at + 1);
    return changed == null ? map : map.with(key, location, changed);
  }

  private static String missing(String key, Set<String> known) {
    String nearest = Nearest.of(key, known);
    if (nearest != null) {
      return "is not in the file; did you mean '" + nearest + "'?";
    }
    return known.isEmpty()
        ? "is not in the file"
        : "is not in the file; it has: " + Binding.listed(known);
  }

  private static String unknown(String key, Set<String> known) {
    String nearest = Nearest.of(key, known);
    return nearest != null
        ? "unknown key; did you mean '" + nearest + "'?"
        : "unknown key; known: " + Binding.listed(known);
  }

  // Records

  private @Nullable Node inRecord(
      Shape.Structure structure, @Nullable Node node, FieldPath path, String key, int at) {
    Shape.Field field = structure.field(key);
    Shape.Field rest = structure.rest();
    if (field == null && rest == null) {
      return refused(node, path.child(key), unknown(key, structure.keys()));
    }
    MapNode map = asMap(structure, node, path);
    if (field == null) {
      Shape.Mapping mapping = (Shape.Mapping) Objects.requireNonNull(rest).shape();
      return inMap(mapping.value(), map, path, at, true);
    }
    MapNode changed = inField(field, map, at);
    return changed == null ? node : fitting(structure, changed, key);
  }

  /** The map with one field set, or null when nothing was set. */
  private @Nullable MapNode inField(Shape.Field field, MapNode map, int at) {
    FieldPath child = map.path().child(field.key());
    boolean last = at == steps.size() - 1;
    Node now = map.get(field.key());
    if (now instanceof ScalarNode scalar && scalar.isNull() && field.nullable()) {
      now = null;
    }
    if (now == null && !last) {
      now = field.defaultNode(location, child);
      if (now == null && wild) {
        return null;
      }
    }
    Node changed = set(field.shape(), now, child, at + 1);
    return changed == null ? null : map.with(field.key(), location, changed);
  }

  /** A record as a map with keys, whatever way it was written in. */
  private MapNode asMap(Shape.Structure structure, @Nullable Node node, FieldPath path) {
    if (node instanceof MapNode map) {
      return map;
    }
    MapNode empty = MapNode.empty(node == null ? location : node.location(), path);
    Shape.Field only = structure.shorthand();
    if (node == null || only == null) {
      return empty;
    }
    return empty.with(only.key(), node.location(), moved(node, path.child(only.key())));
  }

  /** The same value at another path. */
  private static Node moved(Node node, FieldPath path) {
    if (node instanceof ScalarNode scalar) {
      return new ScalarNode(scalar.location(), path, scalar.text(), scalar.style());
    }
    if (node instanceof ListNode list) {
      List<Node> items = new ArrayList<>();
      for (Node item : list.items()) {
        items.add(moved(item, path.child(items.size())));
      }
      return new ListNode(list.location(), path, items);
    }
    MapNode map = (MapNode) node;
    Map<String, MapNode.Entry> entries = new LinkedHashMap<>();
    map.entries()
        .forEach(
            (key, entry) ->
                entries.put(
                    key,
                    new MapNode.Entry(entry.keyLocation(), moved(entry.value(), path.child(key)))));
    return new MapNode(map.location(), path, entries, map.incomplete());
  }

  /**
   * Drops the keys that no longer belong after a key of another form was set: the form that has the
   * key and keeps the most of the others wins, the first among equals.
   */
  private MapNode fitting(Shape.Structure structure, MapNode map, String key) {
    Set<String> keys = map.entries().keySet();
    if (structure.rest() != null
        || structure.forms.stream().anyMatch(form -> form.named().keySet().containsAll(keys))) {
      return map;
    }
    Set<String> best = Set.of();
    for (Shape.Form form : structure.forms) {
      Set<String> kept = new LinkedHashSet<>(keys);
      kept.retainAll(form.named().keySet());
      if (kept.contains(key) && kept.size() > best.size()) {
        best = kept;
      }
    }
    MapNode fitting = map;
    for (String other : keys) {
      if (!best.contains(other) && structure.keys().contains(other)) {
        notices.add(map.path() + ": '" + other + "' does not go with '" + key + "': dropped");
        fitting = fitting.without(other);
      }
    }
    return fitting;
  }

  // Alternatives

  private @Nullable Node inUnion(
      Shape.Union union, @Nullable Node node, FieldPath path, String key, int at) {
    Shape.Structure alternative = union.alternatives().get(key);
    if (alternative == null) {
      return refused(node, path.child(key), unknown(key, union.alternatives().keySet()));
    }
    Node now = node instanceof MapNode map ? map.get(key) : null;
    Node changed = set(alternative, now, path.child(key), at + 1);
    Location place = node == null ? location : node.location();
    return changed == null ? node : MapNode.empty(place, path).with(key, location, changed);
  }

  private @Nullable Node inRegistry(
      Shape.Registry registry, @Nullable Node node, FieldPath path, String key, int at) {
    String tagKey = registry.tagKey();
    MapNode map = node instanceof MapNode m ? m : MapNode.empty(location, path);
    if (node instanceof ScalarNode scalar) {
      map = map.with(tagKey, scalar.location(), moved(scalar, path.child(tagKey)));
    }
    Node tag = map.get(tagKey);
    String old = tag instanceof ScalarNode scalar ? scalar.text() : "";
    if (key.equals(tagKey)) {
      Node value = set(new Shape.Text(), tag, path.child(tagKey), at + 1);
      return value == null ? node : retagged(registry, map.with(tagKey, location, value), old);
    }
    Shape.Structure structure = registry.byName().get(old);
    if (structure == null) {
      return refused(node, path.child(key), "needs " + path.child(tagKey) + " to be set before it");
    }
    if (structure.field(key) == null && structure.rest() == null) {
      Set<String> known = new LinkedHashSet<>(Set.of(tagKey));
      known.addAll(structure.keys());
      return refused(node, path.child(key), unknown(key, known));
    }
    return inRecord(structure, map, path, key, at);
  }

  /** The map with the keys that its new tag knows. */
  private MapNode retagged(Shape.Registry registry, MapNode map, String old) {
    String tag = map.get(registry.tagKey()) instanceof ScalarNode scalar ? scalar.text() : "";
    Shape.Structure structure = registry.byName().get(tag);
    if (structure == null || structure.rest() != null || tag.equals(old)) {
      return map;
    }
    MapNode kept = map;
    for (String key : map.entries().keySet()) {
      if (!key.equals(registry.tagKey()) && !structure.keys().contains(key)) {
        notices.add(
            map.path() + ": " + old + "'s '" + key + "' is not a setting of " + tag + ": dropped");
        kept = kept.without(key);
      }
    }
    return kept;
  }
}
