package dev.medley.scenarios.yaml;

import dev.medley.check.Range;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What may be written where a value of some Java type is expected: the one description that the
 * binder, the writer, the overrides, the schema and the documentation all read.
 */
sealed interface Shape {
  /** A string. */
  record Text() implements Shape {}

  /** {@code true} or {@code false}. */
  record Flag() implements Shape {}

  /** An {@code int} or {@code long}. */
  record Whole(boolean isLong) implements Shape {
    long least() {
      return isLong ? Long.MIN_VALUE : Integer.MIN_VALUE;
    }

    long most() {
      return isLong ? Long.MAX_VALUE : Integer.MAX_VALUE;
    }
  }

  /** A {@code double}. */
  record Decimal() implements Shape {}

  /** An enum, by the kebab-case names of its constants. */
  record Choice(Class<?> type, Map<String, Enum<?>> byName) implements Shape {}

  /** A {@link java.time.Duration}. */
  record Span() implements Shape {}

  /** A {@link dev.medley.check.Quantity}, by its static {@code parse}. */
  record Measured(Class<?> type, Method parse) implements Shape {}

  /** A {@code List}. */
  record Sequence(Shape element) implements Shape {}

  /** A {@code Map} with text keys. */
  record Mapping(Shape value) implements Shape {}

  /** A record; filled after its creation, because records may contain themselves. */
  final class Structure implements Shape {
    final Class<? extends Record> type;

    /** The ways to write it; the first is the record's own components. */
    final List<Form> forms = new ArrayList<>();

    Structure(Class<? extends Record> type) {
      this.type = type;
    }

    Form canonical() {
      return forms.get(0);
    }

    /** Every key of every form, each once, in order. */
    Set<String> keys() {
      Set<String> keys = new LinkedHashSet<>();
      forms.forEach(form -> keys.addAll(form.named().keySet()));
      return keys;
    }

    /** The field at a key, in whatever form names it first, or null. */
    @Nullable Field field(String key) {
      for (Form form : forms) {
        Field field = form.named().get(key);
        if (field != null) {
          return field;
        }
      }
      return null;
    }

    /** The component that receives the keys nobody names, or null. */
    @Nullable Field rest() {
      return canonical().rest();
    }

    /** Whether an empty map is enough to write it. */
    boolean needsNothing() {
      return forms.stream().anyMatch(form -> form.required().isEmpty());
    }

    /** The form that a value other than a map stands for, or null when there is none. */
    @Nullable Form shorthandForm() {
      if (canonical().only() != null) {
        return canonical();
      }
      List<Form> candidates = forms.stream().filter(form -> form.only() != null).toList();
      return candidates.size() == 1 ? candidates.get(0) : null;
    }

    /** The component that a value other than a map stands for, or null when there is none. */
    @Nullable Field shorthand() {
      Form form = shorthandForm();
      return form == null ? null : form.only();
    }
  }

  /** A sealed interface: a map with exactly one key, the name of a permitted record. */
  record Union(Class<?> base, LinkedHashMap<String, Structure> alternatives) implements Shape {}

  /** A registered base type: a map whose tag names the record that the other keys belong to. */
  record Registry(Class<?> base, String tagKey, LinkedHashMap<String, Structure> byName)
      implements Shape {}

  /**
   * One way to write a record.
   *
   * @param named the fields by key
   * @param rest the field that receives the other keys, or null
   * @param make creates the record from the values in the order of the fields, rest last or where
   *     the record has it
   * @param order all fields in the order {@code make} wants them
   */
  record Form(
      LinkedHashMap<String, Field> named, @Nullable Field rest, List<Field> order, Maker make) {
    Set<String> required() {
      Set<String> required = new LinkedHashSet<>();
      for (Field field : named.values()) {
        if (field.isRequired()) {
          required.add(field.key());
        }
      }
      return required;
    }

    /** The only required field, or the only field of all, or null. */
    @Nullable Field only() {
      Set<String> required = required();
      if (required.size() == 1) {
        return named.get(required.iterator().next());
      }
      boolean single = required.isEmpty() && named.size() == 1 && rest == null;
      return single ? named.values().iterator().next() : null;
    }

    /** Whether exactly these keys can be written in this form. */
    boolean accepts(Set<String> keys) {
      return (rest != null || named.keySet().containsAll(keys)) && keys.containsAll(required());
    }

    /** For messages, for example {@code {mean, cv}}. */
    String shown() {
      Set<String> required = required();
      return "{" + String.join(", ", required.isEmpty() ? named.keySet() : required) + "}";
    }
  }

  /** Calls a constructor or a factory. */
  interface Maker {
    Object make(@Nullable Object[] arguments) throws ReflectiveOperationException;
  }

  /**
   * One key of a record.
   *
   * @param owner simple name of the record
   * @param key the key, equal to the component's name
   * @param shape what its value may be
   * @param range the allowed range, or null
   * @param defaultText the value when the key is left out, as YAML, or null
   * @param nullable whether it may be left out without a default
   * @param isRest whether it receives the keys nobody names
   * @param doc what it means, possibly empty
   * @param accessor reads it from a record, or null for a parameter of a factory
   * @param standard the value of the default, once it was needed
   */
  record Field(
      String owner,
      String key,
      Shape shape,
      @Nullable Range range,
      @Nullable String defaultText,
      boolean nullable,
      boolean isRest,
      String doc,
      @Nullable Method accessor,
      Standard standard) {
    boolean isRequired() {
      return defaultText == null && !nullable && !isRest;
    }

    /** The default as a located value, below a path, or null without default. */
    @Nullable Node defaultNode(Location location, FieldPath path) {
      if (defaultText == null) {
        return null;
      }
      if (defaultText.isEmpty()) {
        return new ScalarNode(location, path, "", ScalarNode.Style.QUOTED);
      }
      Problems problems = new Problems();
      Node node = Document.value(defaultText, location, path, problems);
      if (!problems.isEmpty()) {
        throw broken(problems);
      }
      return node;
    }

    /** A default that its own type refuses is a bug of the program, not of the file. */
    IllegalStateException broken(Problems problems) {
      return new IllegalStateException(
          "@Default of " + owner + "." + key + " is refused: " + problems.sorted());
    }
  }

  /** The value of a field that was left out; bound on first use, because types may be recursive. */
  final class Standard {
    private volatile boolean isKnown;
    private volatile @Nullable Object value;

    /** The value, or null when the field may be null. */
    @Nullable Object value(Field field) {
      if (!isKnown) {
        value = bound(field);
        isKnown = true;
      }
      return value;
    }

    private static @Nullable Object bound(Field field) {
      FieldPath path = FieldPath.ROOT.child(field.key());
      Node node = field.defaultNode(Location.whole("@Default"), path);
      if (node == null) {
        return field.isRest() ? Map.of() : null;
      }
      Problems problems = new Problems();
      Object value = new Binding(problems).value(field.shape(), field.range(), node);
      if (!problems.isEmpty()) {
        throw field.broken(problems);
      }
      return value;
    }
  }

  /** Whether text without braces or brackets can be written for a shape. */
  static boolean acceptsScalar(Shape shape) {
    if (shape instanceof Structure structure) {
      Field field = structure.shorthand();
      return field != null && field.shape() != shape && acceptsScalar(field.shape());
    }
    return !(shape instanceof Sequence || shape instanceof Mapping);
  }

  /** Whether a list can be written for a shape. */
  static boolean acceptsList(Shape shape) {
    if (shape instanceof Structure structure) {
      Field field = structure.shorthand();
      return field != null && field.shape() != shape && acceptsList(field.shape());
    }
    return shape instanceof Sequence;
  }
}
