package dev.medley.scenarios.yaml;

import dev.medley.check.Checks;
import dev.medley.check.InvalidConfiguration;
import dev.medley.check.Nearest;
import dev.medley.check.Quantity;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The documentation of one key of a file: what its type, annotations and registries say.
 *
 * @param path dotted path, with {@code *} for any key or element
 * @param type what may be written, for example {@code whole number}
 * @param range the allowed range with its unit, or empty
 * @param standard the value when the key is left out, as YAML, or null without default
 * @param isRequired whether the key must be written
 * @param meaning what it means, possibly empty
 * @param keys what may stand below it: keys of a record, alternatives, tags, words
 */
public record FieldDoc(
    String path,
    String type,
    String range,
    @Nullable String standard,
    boolean isRequired,
    String meaning,
    List<FieldDoc> keys) {
  /** Copies the list. */
  public FieldDoc {
    keys = List.copyOf(keys);
  }

  /**
   * The documentation of a path; the empty path is the whole document.
   *
   * @param binder knows the registries
   * @param type record of the whole document
   * @param path dotted path, for example {@code hosts[0].count}, {@code services.*.demand} or
   *     {@code services.web.autoscaler.hpa.target}; the name of a registry's tag may stand in it,
   *     the index of a list or the key of a map may be anything or be left out for a list
   * @throws InvalidConfiguration when there is no such key, with the nearest one
   */
  public static FieldDoc explain(Binder binder, Class<? extends Record> type, String path) {
    List<FieldPath.Step> steps;
    try {
      steps = path.isEmpty() ? List.of() : FieldPath.parse(path);
    } catch (IllegalArgumentException e) {
      throw new InvalidConfiguration(path, String.valueOf(e.getMessage()));
    }
    Shape shape = binder.shapes().structure(type);
    Shape.Field field = null;
    String meaning = Shapes.doc(type);
    StringBuilder shown = new StringBuilder();
    for (int at = 0; at < steps.size(); ) {
      FieldPath.Step step = steps.get(at);
      String name = step instanceof FieldPath.Step.Key key ? key.name() : step.toString();
      if (shape instanceof Shape.Structure structure && !(step instanceof FieldPath.Step.Key)) {
        Shape.Field list = structure.shorthand();
        if (list != null && Shape.acceptsList(list.shape())) {
          shape = list.shape();
          continue;
        }
      }
      if (shape instanceof Shape.Sequence sequence) {
        shape = sequence.element();
        shown.append("[*]");
        at += step instanceof FieldPath.Step.Key ? 0 : 1;
        field = null;
        meaning = docOf(shape);
        continue;
      }
      if (shape instanceof Shape.Mapping mapping) {
        shape = mapping.value();
        field = null;
        meaning = docOf(shape);
        shown.append(shown.isEmpty() ? "*" : ".*");
        at++;
        continue;
      }
      Map.Entry<Shape, Shape.@Nullable Field> next = below(shape, name, path);
      shape = next.getKey();
      field = next.getValue();
      meaning = field == null || field.doc().isEmpty() ? docOf(shape) : field.doc();
      shown.append(shown.isEmpty() ? "" : ".").append(name);
      at++;
    }
    return of(shown.toString(), shape, field, meaning, true);
  }

  /** What stands at a key of a record, union or registry. */
  private static Map.Entry<Shape, Shape.@Nullable Field> below(
      Shape shape, String name, String path) {
    if (shape instanceof Shape.Structure structure) {
      Shape.Field field = structure.field(name);
      Shape.Field rest = structure.rest();
      if (field != null) {
        return entry(field.shape(), field);
      }
      if (rest != null && rest.shape() instanceof Shape.Mapping mapping) {
        return entry(mapping.value(), null);
      }
      throw unknown(path, name, structure.keys());
    }
    if (shape instanceof Shape.Union union) {
      Shape.Structure alternative = union.alternatives().get(name);
      if (alternative != null) {
        return entry(alternative, null);
      }
      throw unknown(path, name, union.alternatives().keySet());
    }
    if (shape instanceof Shape.Registry registry) {
      Shape.Structure tagged = registry.byName().get(name);
      if (tagged != null) {
        return entry(tagged, null);
      }
      for (Shape.Structure structure : registry.byName().values()) {
        Shape.Field field = structure.field(name);
        if (field != null) {
          return entry(field.shape(), field);
        }
      }
      throw unknown(path, name, registry.byName().keySet());
    }
    throw new InvalidConfiguration(
        path, "is " + Binding.expected(shape, null) + " and has no '" + name + "' inside");
  }

  private static Map.Entry<Shape, Shape.@Nullable Field> entry(
      Shape shape, Shape.@Nullable Field field) {
    return new java.util.AbstractMap.SimpleImmutableEntry<>(shape, field);
  }

  private static InvalidConfiguration unknown(String path, String name, Set<String> known) {
    String nearest = Nearest.of(name, known);
    String hint =
        nearest == null ? "; known: " + Binding.listed(known) : "; did you mean '" + nearest + "'?";
    return new InvalidConfiguration(path, "unknown key '" + Scalars.shown(name) + "'" + hint);
  }

  private static FieldDoc of(
      String path, Shape shape, Shape.@Nullable Field field, String meaning, boolean deep) {
    return of(path, shape, field, field != null && field.isRequired(), meaning, deep);
  }

  private static FieldDoc of(
      String path,
      Shape shape,
      Shape.@Nullable Field field,
      boolean isRequired,
      String meaning,
      boolean deep) {
    String range =
        field == null || field.range() == null ? "" : Checks.allowed(field.range(), unit(field));
    boolean isSize = shape instanceof Shape.Sequence || shape instanceof Shape.Mapping;
    return new FieldDoc(
        path,
        words(shape, field),
        range.isEmpty() || !isSize ? range : "size " + range,
        field == null ? null : field.defaultText(),
        isRequired,
        meaning,
        deep ? keys(shape) : List.of());
  }

  /** The kind of value in a few words; what may stand inside is listed below it. */
  private static String words(Shape shape, Shape.@Nullable Field field) {
    if (shape instanceof Shape.Sequence sequence) {
      return "list of " + words(sequence.element(), null);
    }
    if (shape instanceof Shape.Mapping mapping) {
      return "names, each with " + words(mapping.value(), null);
    }
    if (shape instanceof Shape.Structure structure) {
      return words(structure);
    }
    if (shape instanceof Shape.Union) {
      return "map with exactly one key";
    }
    if (shape instanceof Shape.Registry registry) {
      return "map with the key " + registry.tagKey();
    }
    if (shape instanceof Shape.Choice choice) {
      return "one of " + Binding.listed(choice.byName().keySet());
    }
    if (shape instanceof Shape.Decimal) {
      boolean percent = field != null && Binding.takesPercent(field.range());
      return percent ? "number or percentage" : "number";
    }
    if (shape instanceof Shape.Span) {
      return "duration";
    }
    if (shape instanceof Shape.Measured) {
      return "quantity";
    }
    return shape instanceof Shape.Whole
        ? "whole number"
        : shape instanceof Shape.Flag ? "true or false" : "text";
  }

  private static String words(Shape.Structure structure) {
    Shape.Field only = structure.shorthand();
    if (structure.forms.size() > 1) {
      return "map with the keys "
          + structure.forms.stream().map(Shape.Form::shown).collect(Collectors.joining(" or "));
    }
    return only == null || only.shape() instanceof Shape.Structure
        ? "map"
        : words(only.shape(), only) + " or map";
  }

  private static List<FieldDoc> keys(Shape shape) {
    List<FieldDoc> keys = new ArrayList<>();
    if (shape instanceof Shape.Sequence sequence) {
      return keys(sequence.element());
    }
    if (shape instanceof Shape.Mapping mapping) {
      return keys(mapping.value());
    }
    if (shape instanceof Shape.Structure structure) {
      for (String key : structure.keys()) {
        Shape.Field field = structure.field(key);
        if (field != null) {
          boolean always = structure.forms.stream().allMatch(f -> f.required().contains(key));
          String doc = field.doc().isEmpty() ? docOf(field.shape()) : field.doc();
          keys.add(of(key, field.shape(), field, always, doc, false));
        }
      }
      Shape.Field rest = structure.rest();
      if (rest != null && rest.shape() instanceof Shape.Mapping mapping) {
        keys.add(of("*", mapping.value(), null, rest.doc(), false));
      }
    } else if (shape instanceof Shape.Union union) {
      union.alternatives().forEach((name, of) -> keys.add(of(name, of, null, docOf(of), false)));
    } else if (shape instanceof Shape.Registry registry) {
      registry
          .byName()
          .forEach(
              (name, of) ->
                  keys.add(of(registry.tagKey() + ": " + name, of, null, docOf(of), false)));
    } else if (shape instanceof Shape.Choice choice) {
      choice
          .byName()
          .forEach(
              (name, constant) ->
                  keys.add(
                      new FieldDoc(
                          name, "", "", null, false, JsonSchema.constantDoc(constant), List.of())));
    }
    return keys;
  }

  private static String docOf(Shape shape) {
    if (shape instanceof Shape.Structure structure) {
      return Shapes.doc(structure.type);
    }
    if (shape instanceof Shape.Union union) {
      return Shapes.doc(union.base());
    }
    if (shape instanceof Shape.Registry registry) {
      return Shapes.doc(registry.base());
    }
    if (shape instanceof Shape.Choice choice) {
      return Shapes.doc(choice.type());
    }
    return shape instanceof Shape.Measured measured ? Shapes.doc(measured.type()) : "";
  }

  /** The base unit in which a field's range is stated, or empty when it is a plain number. */
  static String unit(Shape.Field field) {
    if (field.shape() instanceof Shape.Span) {
      return "s";
    }
    if (!(field.shape() instanceof Shape.Measured measured)) {
      return "";
    }
    // Only a value knows its base unit: the default's, or that of some small quantity.
    for (String text : new String[] {String.valueOf(field.defaultText()), "1", "0"}) {
      try {
        return measured.parse().invoke(null, text) instanceof Quantity quantity
            ? quantity.baseUnit()
            : "";
      } catch (InvocationTargetException e) {
        continue;
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e);
      }
    }
    return "";
  }

  /** The documentation as lines for a terminal, ending with a line feed. */
  public String text() {
    StringBuilder out = new StringBuilder();
    out.append(path.isEmpty() ? "(the whole file)" : path).append(": ").append(summary());
    out.append('\n');
    if (!meaning.isEmpty()) {
      out.append("  ").append(meaning).append('\n');
    }
    int width = keys.stream().mapToInt(key -> key.path.length()).max().orElse(0);
    for (FieldDoc key : keys) {
      String line =
          String.format(
              Locale.ROOT,
              "    %-" + Math.max(1, width) + "s  %s",
              key.path,
              String.join(": ", parts(key.summary(), key.meaning)));
      out.append(line.stripTrailing()).append('\n');
    }
    return out.toString();
  }

  private static List<String> parts(String first, String second) {
    List<String> parts = new ArrayList<>(List.of(first, second));
    parts.removeIf(String::isEmpty);
    return parts;
  }

  private String summary() {
    List<String> parts = new ArrayList<>(List.of(type, range));
    if (standard != null) {
      parts.add("default " + (standard.isEmpty() ? "\"\"" : standard));
    } else if (isRequired) {
      parts.add("required");
    }
    parts.removeIf(String::isEmpty);
    return String.join(", ", parts);
  }
}
