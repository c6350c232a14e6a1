package dev.medley.scenarios.yaml;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Records as canonical YAML, with every default written out: what the binder reads back to an equal
 * record.
 *
 * <p>Keys stand in the order of the components, map entries in the order of the map; a record with
 * several forms is written with its own components; durations in the largest unit that divides
 * them; doubles with the fewest digits that read back to the same value. The text of equal records
 * is equal, on every JDK, when their maps have a defined order. A {@code @Nullable} component that
 * is null is left out.
 */
public final class Writer {
  private static final Pattern PLAIN_TEXT = Pattern.compile("[A-Za-z_/][A-Za-z0-9_./+-]{0,199}");
  private static final Pattern PLAIN_QUANTITY = Pattern.compile("-?[0-9][0-9A-Za-z./%+-]{0,199}");
  private static final Set<String> WORDS =
      Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

  private Writer() {}

  /**
   * The YAML text of a record, ending with a line feed.
   *
   * @throws IllegalArgumentException when the record holds what no file can say: null in a list, a
   *     type that is not registered, not-a-number
   */
  public static String text(Binder binder, Record value) {
    Shape.Structure structure = binder.shapes().structure(value.getClass());
    StringBuilder out = new StringBuilder();
    Map<String, Object> map = record(structure, value);
    if (map.isEmpty()) {
      return "{}\n";
    }
    emit(map, 0, out);
    return out.toString();
  }

  /**
   * The same on one line: {@code { log-normal: { mu: -1.8, sigma: 0.1 } }}.
   *
   * @throws IllegalArgumentException as {@link #text}
   */
  static String flow(Binder binder, Record value) {
    StringBuilder out = new StringBuilder();
    flow(record(binder.shapes().structure(value.getClass()), value), out);
    return out.toString();
  }

  // Values as lists, maps and scalar text

  private static Object tree(Shape shape, @Nullable Object value) {
    if (value == null) {
      throw new IllegalArgumentException("null cannot be written");
    }
    if (shape instanceof Shape.Sequence sequence) {
      List<Object> items = new ArrayList<>();
      for (Object item : (List<?>) value) {
        items.add(tree(sequence.element(), item));
      }
      return items;
    }
    if (shape instanceof Shape.Mapping mapping) {
      Map<String, Object> entries = new LinkedHashMap<>();
      ((Map<?, ?>) value)
          .forEach((key, item) -> entries.put((String) key, tree(mapping.value(), item)));
      return entries;
    }
    if (shape instanceof Shape.Structure structure) {
      return record(structure, value);
    }
    if (shape instanceof Shape.Union union) {
      Map.Entry<String, Shape.Structure> of = named(union.alternatives(), value);
      Map<String, Object> single = new LinkedHashMap<>();
      single.put(of.getKey(), record(of.getValue(), value));
      return single;
    }
    if (shape instanceof Shape.Registry registry) {
      Map.Entry<String, Shape.Structure> of = named(registry.byName(), value);
      Map<String, Object> tagged = new LinkedHashMap<>();
      tagged.put(registry.tagKey(), quoted(of.getKey(), PLAIN_TEXT));
      tagged.putAll(record(of.getValue(), value));
      return tagged;
    }
    return scalar(shape, value);
  }

  private static Map.Entry<String, Shape.Structure> named(
      Map<String, Shape.Structure> byName, Object value) {
    for (Map.Entry<String, Shape.Structure> entry : byName.entrySet()) {
      if (entry.getValue().type == value.getClass()) {
        return entry;
      }
    }
    throw new IllegalArgumentException(value.getClass().getName() + " has no name in files");
  }

  private static Map<String, Object> record(Shape.Structure structure, Object value) {
    Map<String, Object> entries = new LinkedHashMap<>();
    for (Shape.Field field : structure.canonical().order()) {
      Object component = component(field, value);
      if (component == null && field.nullable()) {
        if (field.defaultText() != null) {
          entries.put(field.key(), "null");
        }
        continue;
      }
      Object tree = tree(field.shape(), component);
      if (!field.isRest()) {
        entries.put(field.key(), tree);
        continue;
      }
      ((Map<?, ?>) tree)
          .forEach(
              (key, item) -> {
                if (structure.canonical().named().containsKey(key)) {
                  throw new IllegalArgumentException(
                      structure.type.getName() + ": '" + key + "' is a component and a rest key");
                }
                entries.put((String) key, item);
              });
    }
    return entries;
  }

  private static @Nullable Object component(Shape.Field field, Object value) {
    try {
      return field.accessor() == null ? null : field.accessor().invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(field.owner() + "." + field.key(), e);
    }
  }

  private static String scalar(Shape shape, Object value) {
    if (value instanceof Double number) {
      return number == Double.POSITIVE_INFINITY ? ".inf" : Decimals.text(number);
    }
    if (value instanceof Duration duration) {
      return Durations.text(duration);
    }
    if (value instanceof Enum<?> constant) {
      return quoted(Names.kebab(constant), PLAIN_TEXT);
    }
    if (shape instanceof Shape.Measured) {
      return quoted(value.toString(), PLAIN_QUANTITY);
    }
    return value instanceof String text ? quoted(text, PLAIN_TEXT) : value.toString();
  }

  // Text

  private static void emit(Object tree, int indent, StringBuilder out) {
    String margin = " ".repeat(indent);
    if (tree instanceof List<?> items) {
      for (Object item : items) {
        out.append(margin).append("- ");
        if (isBlock(item)) {
          StringBuilder inner = new StringBuilder();
          emit(item, indent + 2, inner);
          out.append(inner, indent + 2, inner.length());
        } else {
          inline(item, out);
        }
      }
      return;
    }
    ((Map<?, ?>) tree)
        .forEach(
            (key, item) -> {
              out.append(margin).append(quoted((String) key, PLAIN_TEXT)).append(':');
              if (isBlock(item)) {
                out.append('\n');
                emit(item, indent + 2, out);
              } else {
                out.append(' ');
                inline(item, out);
              }
            });
  }

  private static boolean isBlock(Object tree) {
    return (tree instanceof List<?> list && !list.isEmpty())
        || (tree instanceof Map<?, ?> map && !map.isEmpty());
  }

  private static void inline(Object tree, StringBuilder out) {
    out.append(tree instanceof List<?> ? "[]" : tree instanceof Map<?, ?> ? "{}" : tree);
    out.append('\n');
  }

  private static void flow(Object tree, StringBuilder out) {
    String gap = "";
    if (tree instanceof List<?> items) {
      out.append("[ ");
      for (Object item : items) {
        out.append(gap);
        flow(item, out);
        gap = ", ";
      }
      out.append(" ]");
    } else if (tree instanceof Map<?, ?> map) {
      out.append("{ ");
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        out.append(gap).append(quoted((String) entry.getKey(), PLAIN_TEXT)).append(": ");
        flow(entry.getValue(), out);
        gap = ", ";
      }
      out.append(" }");
    } else {
      out.append(tree);
    }
  }

  /** Text as it is when that is plain beyond doubt, else between double quotes. */
  static String quoted(String text, Pattern plain) {
    if (plain.matcher(text).matches() && !WORDS.contains(text.toLowerCase(Locale.ROOT))) {
      return text;
    }
    StringBuilder out = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                default -> {
                  if (isPrintable(c)) {
                    out.appendCodePoint(c);
                  } else {
                    out.append(String.format(Locale.ROOT, c > 0xFFFF ? "\\U%08X" : "\\u%04X", c));
                  }
                }
              }
            });
    return out.append('"').toString();
  }

  /** Stable ranges, and not the JDK's Unicode tables, which grow from version to version. */
  private static boolean isPrintable(int c) {
    return (c >= 0x20 && c < 0x7F)
        || (c >= 0xA0 && c < 0x2000)
        || (c >= 0x2070 && c < 0xD800)
        || (c >= 0xF900 && c < 0xFE00)
        || c >= 0x10000;
  }
}
