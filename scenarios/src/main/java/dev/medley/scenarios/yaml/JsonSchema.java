package dev.medley.scenarios.yaml;

import dev.medley.check.Checks;
import dev.medley.check.Range;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSON Schema (draft-07) of what the binder accepts, for the completion and the checks of
 * editors.
 *
 * <p>It says as much as a schema can: names, kinds, required keys, ranges of plain numbers, the
 * syntax of durations and quantities, alternatives, defaults and meanings. What only the binder
 * knows: ranges of values with units, rules that join several keys, that {@code 4.0} is no whole
 * number.
 */
public final class JsonSchema {
  private static final String NUMBER = "[0-9]+(\\.[0-9]+)?";
  private static final String SPAN =
      "(0|(?=[0-9])("
          + NUMBER
          + "d)?("
          + NUMBER
          + "h)?("
          + NUMBER
          + "m)?("
          + NUMBER
          + "s)?("
          + NUMBER
          + "ms)?("
          + NUMBER
          + "(us|µs))?("
          + NUMBER
          + "ns)?)$";

  private final JsonNodeFactory json = JsonNodeFactory.instance;
  private final ObjectNode definitions = json.objectNode();
  private final Map<Object, String> names = new HashMap<>();

  private JsonSchema() {}

  /**
   * The schema of a record, as indented JSON that ends with a line feed.
   *
   * @param binder knows the registries
   * @param type record of the whole document
   */
  public static String text(Binder binder, Class<? extends Record> type) {
    ObjectNode root = new JsonSchema().root(binder.shapes().structure(type));
    return JsonMapper.builder()
            .build()
            .writerWithDefaultPrettyPrinter()
            .writeValueAsString(root)
            .replace("\r\n", "\n")
        + "\n";
  }

  private ObjectNode root(Shape.Structure structure) {
    ObjectNode root = json.objectNode();
    root.put("$schema", "http://json-schema.org/draft-07/schema#");
    root.setAll(forms(structure, null, null));
    describe(root, Shapes.doc(structure.type));
    root.set("definitions", definitions);
    return root;
  }

  private ObjectNode schema(Shape shape, @Nullable Range range) {
    if (shape instanceof Shape.Text) {
      return types("string", "number", "boolean");
    }
    if (shape instanceof Shape.Flag) {
      return type("boolean");
    }
    if (shape instanceof Shape.Whole whole) {
      return whole(whole, range);
    }
    if (shape instanceof Shape.Decimal) {
      return decimal(range);
    }
    if (shape instanceof Shape.Span) {
      return span(Binding.takesNegative(range));
    }
    if (shape instanceof Shape.Sequence sequence) {
      ObjectNode list = type("array");
      list.set("items", schema(sequence.element(), null));
      return sizes(list, range, "Items");
    }
    if (shape instanceof Shape.Mapping mapping) {
      ObjectNode map = type("object");
      map.set("additionalProperties", schema(mapping.value(), null));
      return sizes(map, range, "Properties");
    }
    return reference(shape);
  }

  private ObjectNode span(boolean isSigned) {
    String name = isSigned ? "SignedDuration" : "Duration";
    if (!definitions.has(name)) {
      ObjectNode text = type("string").put("pattern", (isSigned ? "^-?" : "^") + SPAN);
      ObjectNode definition = anyOf(text, json.objectNode().put("const", 0));
      describe(definition, "A duration such as 250ms, 2s or 1h30m");
      definitions.set(name, definition);
    }
    return json.objectNode().put("$ref", "#/definitions/" + name);
  }

  /**
   * A reference to the definition of a record, quantity, enum, union or registry, made on first
   * use.
   */
  private ObjectNode reference(Shape shape) {
    Class<?> type = typeOf(shape);
    String name = names.get(type);
    if (name == null) {
      name = type.getSimpleName();
      for (int n = 2; definitions.has(name); n++) {
        name = type.getSimpleName() + n;
      }
      names.put(type, name);
      definitions.putObject(name); // holds the place while the definition refers to itself
      ObjectNode definition = definition(shape);
      describe(definition, Shapes.doc(type));
      definitions.set(name, definition);
    }
    return json.objectNode().put("$ref", "#/definitions/" + name);
  }

  private static Class<?> typeOf(Shape shape) {
    if (shape instanceof Shape.Structure structure) {
      return structure.type;
    }
    if (shape instanceof Shape.Choice choice) {
      return choice.type();
    }
    if (shape instanceof Shape.Measured measured) {
      return measured.type();
    }
    return shape instanceof Shape.Union union ? union.base() : ((Shape.Registry) shape).base();
  }

  private ObjectNode definition(Shape shape) {
    if (shape instanceof Shape.Measured measured) {
      ObjectNode quantity = types("string", "number");
      String pattern = pattern(measured.type());
      return pattern == null ? quantity : quantity.put("pattern", pattern);
    }
    if (shape instanceof Shape.Choice choice) {
      return choice(choice);
    }
    if (shape instanceof Shape.Structure structure) {
      ObjectNode map = forms(structure, null, null);
      Shape.Field only = structure.shorthand();
      boolean isShort =
          only != null && (Shape.acceptsScalar(only.shape()) || Shape.acceptsList(only.shape()));
      return isShort && only != null ? anyOf(map, schema(only.shape(), only.range())) : map;
    }
    ArrayNode alternatives = json.arrayNode();
    if (shape instanceof Shape.Union union) {
      union
          .alternatives()
          .forEach(
              (name, structure) -> {
                ObjectNode one = type("object");
                one.putObject("properties").set(name, reference(structure));
                one.putArray("required").add(name);
                one.put("additionalProperties", false);
                describe(one, Shapes.doc(structure.type));
                alternatives.add(one);
                if (structure.needsNothing()) {
                  alternatives.addObject().put("const", name);
                }
              });
    } else if (shape instanceof Shape.Registry registry) {
      registry
          .byName()
          .forEach(
              (name, structure) -> {
                ObjectNode one = forms(structure, registry.tagKey(), name);
                describe(one, Shapes.doc(structure.type));
                alternatives.add(one);
                if (structure.needsNothing()) {
                  alternatives.addObject().put("const", name);
                }
              });
    }
    ObjectNode definition = json.objectNode();
    definition.set("oneOf", alternatives);
    return definition;
  }

  private ObjectNode choice(Shape.Choice choice) {
    ObjectNode definition = json.objectNode();
    Map<String, String> docs =
        choice.byName().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> constantDoc(e.getValue())));
    if (docs.values().stream().allMatch(String::isEmpty)) {
      ArrayNode values = definition.putArray("enum");
      choice.byName().keySet().forEach(values::add);
      return definition;
    }
    ArrayNode alternatives = definition.putArray("oneOf");
    choice
        .byName()
        .keySet()
        .forEach(
            name -> {
              ObjectNode one = alternatives.addObject().put("const", name);
              describe(one, docs.getOrDefault(name, ""));
            });
    return definition;
  }

  static String constantDoc(Enum<?> constant) {
    try {
      return Shapes.doc(constant.getDeclaringClass().getField(constant.name()));
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A record as an object: one schema, or exactly one of several when it has several forms. */
  private ObjectNode forms(
      Shape.Structure structure, @Nullable String tagKey, @Nullable String tag) {
    if (structure.forms.size() == 1) {
      return form(structure.canonical(), tagKey, tag);
    }
    ObjectNode several = json.objectNode();
    ArrayNode forms = several.putArray("oneOf");
    structure.forms.forEach(form -> forms.add(form(form, tagKey, tag)));
    return several;
  }

  private ObjectNode form(Shape.Form form, @Nullable String tagKey, @Nullable String tag) {
    ObjectNode object = type("object");
    ObjectNode properties = object.putObject("properties");
    ArrayNode required = json.arrayNode();
    if (tagKey != null) {
      properties.putObject(tagKey).put("const", tag);
      required.add(tagKey);
    }
    form.named().forEach((key, field) -> properties.set(key, property(field)));
    form.required().forEach(required::add);
    if (!required.isEmpty()) {
      object.set("required", required);
    }
    Shape.Field rest = form.rest();
    if (rest != null && rest.shape() instanceof Shape.Mapping mapping) {
      object.set("additionalProperties", schema(mapping.value(), null));
    } else {
      object.put("additionalProperties", false);
    }
    return object;
  }

  private ObjectNode property(Shape.Field field) {
    ObjectNode schema = schema(field.shape(), field.range());
    if (field.nullable()) {
      schema = anyOf(schema, type("null"));
    }
    Node standard = field.defaultNode(Location.whole("@Default"), FieldPath.ROOT);
    String doc = described(field);
    if ((standard != null || !doc.isEmpty()) && schema.has("$ref")) {
      // Beside a reference draft-07 ignores everything else.
      ObjectNode outer = json.objectNode();
      outer.putArray("allOf").add(schema);
      schema = outer;
    }
    describe(schema, doc);
    if (standard != null) {
      schema.set("default", value(standard));
    }
    return schema;
  }

  private static String described(Shape.Field field) {
    String range = field.range() == null ? "" : Checks.allowed(field.range(), FieldDoc.unit(field));
    boolean unsaid = field.shape() instanceof Shape.Span || field.shape() instanceof Shape.Measured;
    if (range.isEmpty() || !unsaid) {
      return field.doc();
    }
    return field.doc().isEmpty() ? range : field.doc() + " (" + range + ")";
  }

  private ObjectNode whole(Shape.Whole whole, @Nullable Range range) {
    ObjectNode schema = type("integer");
    bounds(schema, range);
    if (!schema.has("minimum") && !schema.has("exclusiveMinimum")) {
      schema.put("minimum", whole.least());
    }
    if (!schema.has("maximum") && !schema.has("exclusiveMaximum")) {
      schema.put("maximum", whole.most());
    }
    return schema;
  }

  private ObjectNode decimal(@Nullable Range range) {
    ObjectNode number = type("number");
    bounds(number, range);
    if (Binding.takesPercent(range)) {
      return anyOf(number, type("string").put("pattern", "^-?" + NUMBER + "%$"));
    }
    if (range != null && range.max() == Double.POSITIVE_INFINITY) {
      return anyOf(number, json.objectNode().put("const", ".inf"));
    }
    return number;
  }

  private static void bounds(ObjectNode schema, @Nullable Range range) {
    if (range == null) {
      return;
    }
    if (range.min() != Double.NEGATIVE_INFINITY) {
      schema.set(range.exclusiveMin() ? "exclusiveMinimum" : "minimum", number(range.min()));
    }
    if (range.max() < Double.MAX_VALUE) {
      schema.set(range.exclusiveMax() ? "exclusiveMaximum" : "maximum", number(range.max()));
    }
  }

  private static ObjectNode sizes(ObjectNode schema, @Nullable Range range, String what) {
    if (range != null && range.min() > 0) {
      schema.put("min" + what, (long) Math.ceil(range.min()));
    }
    if (range != null && range.max() < Double.MAX_VALUE) {
      schema.put("max" + what, (long) range.max());
    }
    return schema;
  }

  private static JsonNode number(double value) {
    return JsonNodeFactory.instance.numberNode(new BigDecimal(Decimals.text(value)));
  }

  /** The syntax of a quantity, when it says so in a constant {@code String PATTERN}, or null. */
  private static @Nullable String pattern(Class<?> type) {
    try {
      var field = type.getDeclaredField("PATTERN");
      field.setAccessible(true);
      return field.get(null) instanceof String pattern ? pattern : null;
    } catch (NoSuchFieldException e) {
      return null;
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A located value as JSON, as an editor would see it. */
  static JsonNode value(Node node) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    if (node instanceof ListNode list) {
      ArrayNode items = json.arrayNode();
      list.items().forEach(item -> items.add(value(item)));
      return items;
    }
    if (node instanceof MapNode map) {
      ObjectNode object = json.objectNode();
      map.entries().forEach((key, entry) -> object.set(key, value(entry.value())));
      return object;
    }
    ScalarNode scalar = (ScalarNode) node;
    String text = scalar.text();
    if (!scalar.isPlain()) {
      return json.stringNode(text);
    }
    if (text.isEmpty() || Scalars.isNull(text)) {
      return json.nullNode();
    }
    String lower = text.toLowerCase(Locale.ROOT);
    if (Set.of("true", "false").contains(lower)) {
      return json.booleanNode(lower.equals("true"));
    }
    return Decimals.isDecimal(text) && text.length() < 40
        ? json.numberNode(new BigDecimal(text))
        : json.stringNode(text);
  }

  private ObjectNode type(String name) {
    return json.objectNode().put("type", name);
  }

  private ObjectNode types(String... several) {
    ObjectNode schema = json.objectNode();
    ArrayNode types = schema.putArray("type");
    for (String name : several) {
      types.add(name);
    }
    return schema;
  }

  private ObjectNode anyOf(ObjectNode first, ObjectNode second) {
    ObjectNode schema = json.objectNode();
    schema.putArray("anyOf").add(first).add(second);
    return schema;
  }

  private static void describe(ObjectNode schema, String doc) {
    if (!doc.isEmpty()) {
      schema.put("description", doc);
    }
  }
}
