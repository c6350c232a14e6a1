package dev.medley.scenarios.yaml;

import dev.medley.check.Checks;
import dev.medley.check.InvalidConfiguration;
import dev.medley.check.Nearest;
import dev.medley.check.Problem;
import dev.medley.check.Range;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One run of a binder over one tree: every method returns the value, or null after it has reported
 * why there is none.
 *
 * <p>A value out of range is reported and still returned, so that the record around it is built and
 * can report what else is wrong with it.
 */
final class Binding {
  private static final int MOST_LISTED = 40;
  private static final int LONGEST_MESSAGE = 400;

  private final Problems problems;

  Binding(Problems problems) {
    this.problems = problems;
  }

  @Nullable Object value(Shape shape, @Nullable Range range, Node node) {
    if (node instanceof ScalarNode scalar && !isUsable(scalar)) {
      return null;
    }
    if (shape instanceof Shape.Sequence sequence) {
      return sequence(sequence, range, node);
    }
    if (shape instanceof Shape.Mapping mapping) {
      return mapping(mapping, range, node);
    }
    if (shape instanceof Shape.Structure structure) {
      return structure(structure, node);
    }
    if (shape instanceof Shape.Union union) {
      return union(union, node);
    }
    if (shape instanceof Shape.Registry registry) {
      return registry(registry, node);
    }
    return node instanceof ScalarNode scalar
        ? scalar(shape, range, scalar)
        : refused(node, "must be " + expected(shape, range) + " (was " + node.shown() + ")");
  }

  /** Reports a value that no type accepts; a value refused while reading was reported then. */
  private boolean isUsable(ScalarNode scalar) {
    if (scalar.isEmpty()) {
      problems.add(scalar, "is empty: write a value or leave the key out");
      return false;
    }
    if (scalar.isPlain() && Scalars.isNull(scalar.text())) {
      problems.add(
          scalar,
          "must not be " + scalar.text() + ": leave the key out, or quote it when text is meant");
      return false;
    }
    return scalar.style() != ScalarNode.Style.REFUSED;
  }

  private @Nullable Object refused(Node node, String message) {
    problems.add(node, message);
    return null;
  }

  // Single values

  private @Nullable Object scalar(Shape shape, @Nullable Range range, ScalarNode node) {
    String text = node.text();
    boolean bare = shape instanceof Shape.Whole || shape instanceof Shape.Decimal;
    if ((bare || shape instanceof Shape.Flag) && !node.isPlain()) {
      return refused(
          node, "must be " + expected(shape, range) + " without quotes (was " + node.shown() + ")");
    }
    try {
      if (shape instanceof Shape.Text) {
        return text;
      }
      if (shape instanceof Shape.Flag) {
        return flag(node);
      }
      if (shape instanceof Shape.Choice choice) {
        return choice(choice, node);
      }
      if (shape instanceof Shape.Whole whole) {
        return whole(whole, range, node);
      }
      if (shape instanceof Shape.Span) {
        return span(range, node);
      }
      Object value =
          shape instanceof Shape.Measured measured
              ? measured(measured.parse(), text)
              : (Object) decimal(range, text);
      return ranged(range, node, value);
    } catch (IllegalArgumentException e) {
      return refused(node, predicate(e, text));
    }
  }

  /** The message of a refusal as one line that shows what was found. */
  private static String predicate(IllegalArgumentException e, String text) {
    String message = e.getMessage();
    if (e instanceof InvalidConfiguration invalid) {
      message = invalid.problems().stream().map(Problem::message).collect(Collectors.joining("; "));
    }
    String shown = Scalars.shown(text);
    if (message == null || message.isEmpty()) {
      message = "is not accepted";
    }
    message = message.replaceAll("\\s+", " ");
    return message.contains(shown) || message.contains("(was ")
        ? message
        : message + " (was " + shown + ")";
  }

  private @Nullable Object flag(ScalarNode node) {
    return switch (node.text()) {
      case "true" -> true;
      case "false" -> false;
      default -> refused(node, "must be true or false (was " + node.shown() + ")");
    };
  }

  private @Nullable Object choice(Shape.Choice choice, ScalarNode node) {
    Enum<?> value = choice.byName().get(node.text());
    return value != null
        ? value
        : refused(node, oneOf("must be one of ", node.text(), choice.byName().keySet()));
  }

  private @Nullable Object whole(Shape.Whole whole, @Nullable Range range, ScalarNode node) {
    BigInteger value = Scalars.whole(node.text());
    BigInteger least = BigInteger.valueOf(whole.least());
    BigInteger most = BigInteger.valueOf(whole.most());
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      String allowed =
          Checks.problem(range, value.doubleValue()) != null && range != null
              ? Checks.allowed(range, "")
              : value.signum() < 0 ? ">= " + least : "<= " + most;
      return refused(node, "must be " + allowed + " (was " + node.shown() + ")");
    }
    Object number = whole.isLong() ? (Object) value.longValueExact() : value.intValueExact();
    return ranged(range, node, number);
  }

  private static double decimal(@Nullable Range range, String text) {
    boolean ratio = takesPercent(range);
    if (ratio && text.endsWith("%")) {
      String number = text.substring(0, text.length() - 1);
      if (Decimals.isDecimal(number) && number.length() < 40) {
        double value = Decimals.parse(number);
        return value == 0 ? 0 : new BigDecimal(number).movePointLeft(2).doubleValue();
      }
    }
    if (text.equals(".inf") && range != null && range.max() == Double.POSITIVE_INFINITY) {
      return Double.POSITIVE_INFINITY;
    }
    if (ratio && !Decimals.isDecimal(text)) {
      throw new IllegalArgumentException(
          "must be a decimal number or a percentage (was " + Scalars.shown(text) + ")");
    }
    return Decimals.parse(text);
  }

  static boolean takesPercent(@Nullable Range range) {
    return range != null && (range.percent() || range.max() <= 1);
  }

  private Object span(@Nullable Range range, ScalarNode node) {
    Duration value = Durations.parse(node.text());
    if (value.isNegative() && !takesNegative(range)) {
      problems.add(node, "must be >= 0 s (was " + node.shown() + ")");
      return value;
    }
    return ranged(range, node, value);
  }

  /** Whether a duration's range speaks of negative values on purpose. */
  static boolean takesNegative(@Nullable Range range) {
    return range != null && range.min() < 0 && range.min() > Double.NEGATIVE_INFINITY;
  }

  private static Object measured(Method parse, String text) {
    if (text.length() > Scalars.LONGEST_NUMBER) {
      throw new IllegalArgumentException("is too long for a quantity");
    }
    try {
      return Objects.requireNonNull(parse.invoke(null, text));
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refusal) {
        throw refusal;
      }
      if (e.getCause() instanceof ArithmeticException) {
        throw new IllegalArgumentException("is too large", e);
      }
      throw new IllegalStateException(parse + " failed on '" + text + "'", e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private Object ranged(@Nullable Range range, Node node, Object value) {
    String problem = Checks.problem(range, value);
    if (problem != null) {
      problems.add(node, problem);
    }
    return value;
  }

  // Lists and maps

  private @Nullable Object sequence(Shape.Sequence shape, @Nullable Range range, Node node) {
    if (!(node instanceof ListNode list)) {
      return refused(node, "must be a list (was " + node.shown() + ")");
    }
    List<Object> values = new ArrayList<>();
    for (Node item : list.items()) {
      Object value = value(shape.element(), null, item);
      if (value != null) {
        values.add(value);
      }
    }
    if (values.size() < list.items().size()) {
      ranged(range, node, list.items());
      return null;
    }
    return ranged(range, node, Collections.unmodifiableList(values));
  }

  private @Nullable Object mapping(Shape.Mapping shape, @Nullable Range range, Node node) {
    if (!(node instanceof MapNode map)) {
      return refused(node, "must be a map (was " + node.shown() + ")");
    }
    Map<String, Object> values = new LinkedHashMap<>();
    map.entries()
        .forEach(
            (key, entry) -> {
              Object value = value(shape.value(), null, entry.value());
              if (value != null) {
                values.put(key, value);
              }
            });
    if (values.size() < map.entries().size() || map.incomplete()) {
      ranged(range, node, map.entries());
      return null;
    }
    return ranged(range, node, Collections.unmodifiableMap(values));
  }

  // Records

  @Nullable Object structure(Shape.Structure structure, Node node) {
    if (node instanceof MapNode map) {
      return fromMap(structure, map, map);
    }
    Shape.Form form = structure.shorthandForm();
    Shape.Field only = form == null ? null : form.only();
    boolean isAccepted =
        only != null
            && (node instanceof ListNode
                ? Shape.acceptsList(only.shape())
                : Shape.acceptsScalar(only.shape()));
    if (!isAccepted || form == null || only == null) {
      return refused(node, "must be " + expected(structure, null) + " (was " + node.shown() + ")");
    }
    long before = problems.count();
    Object value = value(only.shape(), only.range(), node);
    if (value == null) {
      return null;
    }
    List<@Nullable Object> arguments = new ArrayList<>();
    for (Shape.Field field : form.order()) {
      arguments.add(field.key().equals(only.key()) ? value : field.standard().value(field));
    }
    return make(structure, form, arguments, node, before);
  }

  /**
   * Binds the keys of a map.
   *
   * @param map the keys that belong to the record
   * @param written the map as it was written, with the tag of a registry
   */
  private @Nullable Object fromMap(Shape.Structure structure, MapNode map, MapNode written) {
    long before = problems.count();
    Shape.Form form = structure.canonical();
    if (structure.forms.size() > 1) {
      Shape.Form chosen = choose(structure, map);
      if (chosen == null) {
        // The set of keys is wrong; what is wrong with the values is worth saying, too.
        map.entries()
            .forEach(
                (key, entry) -> {
                  Shape.Field field = structure.field(key);
                  if (field != null) {
                    value(field.shape(), field.range(), entry.value());
                  }
                });
        return null;
      }
      form = chosen;
    }
    Set<String> suggested = unknownKeys(structure, form.named().keySet(), form.rest(), map);
    List<@Nullable Object> arguments = new ArrayList<>();
    boolean complete = true;
    for (Shape.Field field : form.order()) {
      Node node = field.isRest() ? rest(form, map) : map.get(field.key());
      boolean isAbsent =
          node == null || (field.nullable() && node instanceof ScalarNode s && s.isNull());
      Object value = null;
      if (!isAbsent && node != null) {
        value = value(field.shape(), field.range(), node);
        complete &= value != null;
      } else if (field.isRequired()) {
        complete = false;
        if (!map.incomplete() && !suggested.contains(field.key())) {
          problems.add(
              map.location(),
              map.path().child(field.key()),
              "is missing" + (form.rest() == null ? "" : meant(field.key(), rest(form, map))));
        }
      } else if (node == null) {
        value = field.standard().value(field);
      }
      arguments.add(value);
    }
    // After a typo the default that stands in for the meant key would only cause more problems.
    return complete && !map.incomplete() && suggested.isEmpty()
        ? make(structure, form, arguments, written, before)
        : null;
  }

  /** A question after a missing key: which of the keys that were written was meant to be it. */
  private static String meant(String key, MapNode written) {
    String nearest = Nearest.of(key, written.entries().keySet());
    return nearest == null ? "" : "; is '" + nearest + "' meant to be it?";
  }

  private static MapNode rest(Shape.Form form, MapNode map) {
    Map<String, MapNode.Entry> rest = new LinkedHashMap<>(map.entries());
    rest.keySet().removeAll(form.named().keySet());
    return new MapNode(map.location(), map.path(), rest, map.incomplete());
  }

  /** The form whose keys were written, or null after reporting that there is no such one. */
  private Shape.@Nullable Form choose(Shape.Structure structure, MapNode map) {
    if (structure.rest() == null) {
      Set<String> keys = new LinkedHashSet<>(map.entries().keySet());
      if (!structure.keys().containsAll(keys)) {
        unknownKeys(structure, structure.keys(), null, map);
        return null;
      }
    }
    List<Shape.Form> fitting =
        structure.forms.stream().filter(f -> f.accepts(map.entries().keySet())).toList();
    if (fitting.size() == 1) {
      return fitting.get(0);
    }
    if (!map.incomplete()) {
      String forms =
          structure.forms.stream()
              .map(Shape.Form::shown)
              .distinct()
              .collect(Collectors.joining(" or "));
      String was = "{" + String.join(", ", map.entries().keySet()) + "}";
      problems.add(
          map,
          (fitting.isEmpty() ? "must be written as " : "is ambiguous: write exactly one of ")
              + forms
              + " (was "
              + Scalars.shown(was)
              + ")");
    }
    return null;
  }

  /** Reports the keys that are not known; returns the known keys that were suggested instead. */
  private Set<String> unknownKeys(
      Shape.Structure structure, Set<String> known, Shape.@Nullable Field rest, MapNode map) {
    Set<String> suggested = new LinkedHashSet<>();
    if (rest != null) {
      return suggested;
    }
    map.entries()
        .forEach(
            (key, entry) -> {
              if (known.contains(key)) {
                return;
              }
              String nearest = problems.isFull() ? null : Nearest.of(key, unwritten(known, map));
              if (nearest != null) {
                suggested.add(nearest);
              }
              problems.add(
                  entry.keyLocation(),
                  entry.value().path(),
                  () ->
                      nearest != null
                          ? "unknown key; did you mean '" + nearest + "'?"
                          : known.isEmpty()
                              ? "unknown key; " + Names.kebab(structure.type) + " has no keys"
                              : "unknown key; known: " + listed(known));
            });
    return suggested;
  }

  private static List<String> unwritten(Set<String> known, MapNode map) {
    return known.stream().filter(key -> !map.entries().containsKey(key)).toList();
  }

  private @Nullable Object make(
      Shape.Structure structure,
      Shape.Form form,
      List<@Nullable Object> arguments,
      Node node,
      long before) {
    try {
      return form.make().make(arguments.toArray());
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      if (cause instanceof InvalidConfiguration invalid) {
        invalid.problems().forEach(problem -> attach(problem, form, node));
        return null;
      }
      if (problems.count() > before && cause instanceof RuntimeException) {
        return null; // built from refused values: whatever fails now is their consequence
      }
      if (cause instanceof IllegalArgumentException
          || cause instanceof ArithmeticException
          || cause instanceof DateTimeException) {
        return refused(node, Scalars.shown(String.valueOf(cause.getMessage()), LONGEST_MESSAGE));
      }
      throw new IllegalStateException(
          node.location() + ": " + structure.type.getName() + " cannot be made", cause);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(structure.type.getName(), e);
    }
  }

  /** A record's own problem, at the place of the value that its path names. */
  private void attach(Problem problem, Shape.Form form, Node node) {
    String path = problem.path();
    Shape.Field only = form.only();
    if (!(node instanceof MapNode) && only != null && path.startsWith(only.key())) {
      // Written in short: the record's only component and the record are the same text.
      String inside = path.substring(only.key().length());
      if (inside.isEmpty() || inside.startsWith("[")) {
        path = inside;
      } else if (inside.startsWith(".")) {
        path = inside.substring(1);
      }
    }
    String full =
        node.path().toString().isEmpty() || path.isEmpty()
            ? node.path() + path
            : new Problem(path, "").under(node.path().toString()).path();
    Location location = Locator.nearest(node, path).location();
    problems.add(new LocatedProblem(location, full, problem.message()));
  }

  // Alternatives

  private @Nullable Object union(Shape.Union union, Node node) {
    Set<String> names = union.alternatives().keySet();
    if (node instanceof ScalarNode scalar) {
      Shape.Structure bare = union.alternatives().get(scalar.text());
      if (bare != null && bare.needsNothing()) {
        return fromMap(
            bare,
            MapNode.empty(node.location(), node.path()),
            MapNode.empty(node.location(), node.path()));
      }
    }
    if (!(node instanceof MapNode map)) {
      return refused(node, oneKey(names) + " (was " + node.shown() + ")");
    }
    Set<String> written = map.entries().keySet();
    List<String> unknown = written.stream().filter(key -> !names.contains(key)).toList();
    for (String key : unknown) {
      MapNode.Entry entry = Objects.requireNonNull(map.entries().get(key));
      problems.add(
          entry.keyLocation(),
          entry.value().path(),
          () -> "unknown key; must be one of " + listed(names) + Nearest.question(key, names));
    }
    if (written.size() - unknown.size() > 1 || (written.isEmpty() && !map.incomplete())) {
      String was = written.isEmpty() ? "none" : String.join(", ", written);
      problems.add(map, oneKey(names) + " (was " + Scalars.shown(was) + ")");
    }
    Object value = null;
    for (String key : written) {
      Shape.Structure alternative = union.alternatives().get(key);
      if (alternative != null) {
        value = value(alternative, null, Objects.requireNonNull(map.get(key)));
      }
    }
    return written.size() == 1 && unknown.isEmpty() && !map.incomplete() ? value : null;
  }

  private @Nullable Object registry(Shape.Registry registry, Node node) {
    Set<String> names = registry.byName().keySet();
    if (node instanceof ScalarNode scalar) {
      Shape.Structure bare = registry.byName().get(scalar.text());
      if (bare != null) {
        MapNode empty = MapNode.empty(node.location(), node.path());
        return fromMap(bare, empty, empty);
      }
      return refused(node, oneOf("must be one of ", scalar.text(), names));
    }
    if (!(node instanceof MapNode map)) {
      return refused(node, "must be " + expected(registry, null) + " (was " + node.shown() + ")");
    }
    Node tag = map.get(registry.tagKey());
    if (tag == null) {
      if (!map.incomplete()) {
        problems.add(
            map.location(),
            map.path().child(registry.tagKey()),
            "is missing: must be one of " + listed(names) + meant(registry.tagKey(), map));
      }
      return null;
    }
    if (!(tag instanceof ScalarNode scalar)) {
      return refused(tag, "must be one of " + listed(names) + " (was " + tag.shown() + ")");
    }
    if (!isUsable(scalar)) {
      return null;
    }
    Shape.Structure structure = registry.byName().get(scalar.text());
    return structure == null
        ? refused(tag, oneOf("must be one of ", scalar.text(), names))
        : fromMap(structure, map.without(registry.tagKey()), map);
  }

  // Words

  private static String oneOf(String prefix, String found, Collection<String> names) {
    return prefix
        + listed(names)
        + " (was "
        + Scalars.shown(found)
        + ")"
        + Nearest.question(found, names);
  }

  private static String oneKey(Collection<String> names) {
    return "must be a map with exactly one key of " + listed(names);
  }

  static String listed(Collection<String> names) {
    if (names.size() <= MOST_LISTED) {
      return String.join(", ", names);
    }
    return names.stream().limit(MOST_LISTED).collect(Collectors.joining(", "))
        + " and "
        + (names.size() - MOST_LISTED)
        + " more";
  }

  /** What a shape expects, in words that follow {@code must be}. */
  static String expected(Shape shape, @Nullable Range range) {
    if (shape instanceof Shape.Text) {
      return "text";
    }
    if (shape instanceof Shape.Flag) {
      return "true or false";
    }
    if (shape instanceof Shape.Whole) {
      return "a whole number in decimal digits";
    }
    if (shape instanceof Shape.Decimal) {
      return takesPercent(range) ? "a decimal number or a percentage" : "a decimal number";
    }
    if (shape instanceof Shape.Span) {
      return "a duration such as 250ms, 2s or 1h30m";
    }
    if (shape instanceof Shape.Choice choice) {
      return "one of " + listed(choice.byName().keySet());
    }
    if (shape instanceof Shape.Measured) {
      return "a number with its unit";
    }
    if (shape instanceof Shape.Sequence) {
      return "a list";
    }
    if (shape instanceof Shape.Registry registry) {
      return "a map with the key " + registry.tagKey();
    }
    if (shape instanceof Shape.Union union) {
      return oneKey(union.alternatives().keySet()).substring("must be ".length());
    }
    if (shape instanceof Shape.Structure structure) {
      String keys = listed(structure.keys());
      String map = keys.isEmpty() ? "{}" : "a map with the keys " + keys;
      Shape.Field only = structure.shorthand();
      return only == null || only.shape() == shape
          ? map
          : expected(only.shape(), only.range()) + ", or " + map;
    }
    return "a map";
  }
}
