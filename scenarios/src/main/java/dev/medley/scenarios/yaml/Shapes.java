package dev.medley.scenarios.yaml;

import dev.medley.check.Default;
import dev.medley.check.Doc;
import dev.medley.check.Form;
import dev.medley.check.Quantity;
import dev.medley.check.Range;
import dev.medley.check.Rest;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Derives shapes from Java types, each type once. */
final class Shapes {
  /** A base type with the records that a tag selects. */
  record Registration(String tagKey, Map<String, Class<? extends Record>> byName) {}

  private final Map<Class<?>, Registration> registrations;
  private final Map<Class<?>, Shape> known = new ConcurrentHashMap<>();

  Shapes(Map<Class<?>, Registration> registrations) {
    this.registrations = Map.copyOf(registrations);
  }

  /**
   * The shape of a record.
   *
   * @throws IllegalArgumentException when the type cannot be bound: a bug of the program
   */
  synchronized Shape.Structure structure(Class<? extends Record> type) {
    return (Shape.Structure) of(type, type.getSimpleName());
  }

  private Shape of(Type type, String where) {
    if (type instanceof ParameterizedType generic) {
      return generic(generic, where);
    }
    if (type instanceof Class<?> raw) {
      Shape shape = known.get(raw);
      return shape == null ? raw(raw, where) : shape;
    }
    throw unsupported(type, where);
  }

  private Shape generic(ParameterizedType type, String where) {
    Type[] arguments = type.getActualTypeArguments();
    if (type.getRawType() == List.class) {
      return new Shape.Sequence(of(arguments[0], where));
    }
    if (type.getRawType() == Map.class && arguments[0] == String.class) {
      return new Shape.Mapping(of(arguments[1], where));
    }
    throw unsupported(type, where);
  }

  private Shape raw(Class<?> type, String where) {
    if (type == String.class) {
      return new Shape.Text();
    }
    if (type == boolean.class || type == Boolean.class) {
      return new Shape.Flag();
    }
    if (type == int.class || type == Integer.class) {
      return new Shape.Whole(false);
    }
    if (type == long.class || type == Long.class) {
      return new Shape.Whole(true);
    }
    if (type == double.class || type == Double.class) {
      return new Shape.Decimal();
    }
    if (type == Duration.class) {
      return new Shape.Span();
    }
    if (type.isEnum()) {
      return remember(type, new Shape.Choice(type, constants(type)));
    }
    if (Quantity.class.isAssignableFrom(type)) {
      return remember(type, new Shape.Measured(type, parse(type)));
    }
    Registration registration = registrations.get(type);
    if (registration != null) {
      return registry(type, registration);
    }
    if (type.isRecord()) {
      return record(type.asSubclass(Record.class));
    }
    if (type.isSealed()) {
      return union(type);
    }
    throw unsupported(type, where);
  }

  private Shape remember(Class<?> type, Shape shape) {
    known.put(type, shape);
    return shape;
  }

  private static Map<String, Enum<?>> constants(Class<?> type) {
    Map<String, Enum<?>> byName = new LinkedHashMap<>();
    for (Object constant : type.getEnumConstants()) {
      Enum<?> value = (Enum<?>) constant;
      byName.put(Names.kebab(value), value);
    }
    return byName;
  }

  private static Method parse(Class<?> type) {
    try {
      Method parse = type.getDeclaredMethod("parse", String.class);
      if (!Modifier.isStatic(parse.getModifiers())
          || !type.isAssignableFrom(parse.getReturnType())) {
        throw new IllegalArgumentException(type.getName() + ".parse must be static and return it");
      }
      parse.setAccessible(true);
      return parse;
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(type.getName() + " has no parse(String)", e);
    }
  }

  private Shape registry(Class<?> base, Registration registration) {
    LinkedHashMap<String, Shape.Structure> byName = new LinkedHashMap<>();
    Shape shape = remember(base, new Shape.Registry(base, registration.tagKey(), byName));
    registration
        .byName()
        .forEach(
            (name, type) -> {
              Shape.Structure structure = structure(type);
              if (structure.keys().contains(registration.tagKey())) {
                throw new IllegalArgumentException(
                    type.getName()
                        + " has a component named like the tag "
                        + registration.tagKey());
              }
              byName.put(name, structure);
            });
    return shape;
  }

  private Shape union(Class<?> base) {
    LinkedHashMap<String, Shape.Structure> alternatives = new LinkedHashMap<>();
    Shape shape = remember(base, new Shape.Union(base, alternatives));
    permitted(base, alternatives);
    return shape;
  }

  private void permitted(Class<?> base, Map<String, Shape.Structure> alternatives) {
    for (Class<?> type : base.getPermittedSubclasses()) {
      if (type.isRecord()) {
        Shape.Structure structure = structure(type.asSubclass(Record.class));
        if (alternatives.put(Names.kebab(type), structure) != null) {
          throw new IllegalArgumentException(base.getName() + " permits two " + Names.kebab(type));
        }
      } else if (type.isSealed()) {
        permitted(type, alternatives);
      } else {
        throw unsupported(type, base.getSimpleName());
      }
    }
  }

  private Shape.Structure record(Class<? extends Record> type) {
    Shape.Structure structure = new Shape.Structure(type);
    known.put(type, structure);
    structure.forms.add(canonical(type));
    Arrays.stream(type.getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(Form.class))
        .sorted(Comparator.comparing(Method::getName).thenComparing(Method::getParameterCount))
        .forEach(method -> structure.forms.add(factory(type, method, structure.canonical())));
    return structure;
  }

  private Shape.Form canonical(Class<? extends Record> type) {
    LinkedHashMap<String, Shape.Field> named = new LinkedHashMap<>();
    List<Shape.Field> order = new ArrayList<>();
    Shape.Field rest = null;
    for (RecordComponent component : type.getRecordComponents()) {
      Shape.Field field = field(type, component);
      order.add(field);
      if (!field.isRest()) {
        named.put(field.key(), field);
      } else if (rest != null || !(field.shape() instanceof Shape.Mapping)) {
        throw new IllegalArgumentException(
            type.getName() + ": @Rest is for one Map<String, X> component");
      } else {
        rest = field;
      }
    }
    try {
      Class<?>[] types =
          Arrays.stream(type.getRecordComponents())
              .map(RecordComponent::getType)
              .toArray(Class<?>[]::new);
      Constructor<? extends Record> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return new Shape.Form(named, rest, order, constructor::newInstance);
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(type.getName() + " has no canonical constructor", e);
    }
  }

  private Shape.Field field(Class<?> type, RecordComponent component) {
    Method accessor = component.getAccessor();
    accessor.setAccessible(true);
    Default standard = component.getAnnotation(Default.class);
    String where = type.getSimpleName() + "." + component.getName();
    Shape shape = of(component.getGenericType(), where);
    if (component.isAnnotationPresent(Range.class) && !isMeasurable(shape)) {
      throw new IllegalArgumentException(where + ": @Range is for numbers and sizes");
    }
    return new Shape.Field(
        type.getSimpleName(),
        component.getName(),
        shape,
        component.getAnnotation(Range.class),
        standard == null ? null : standard.value(),
        isNullable(component.getAnnotatedType()),
        component.isAnnotationPresent(Rest.class),
        doc(component),
        accessor,
        new Shape.Standard());
  }

  private static boolean isMeasurable(Shape shape) {
    return shape instanceof Shape.Whole
        || shape instanceof Shape.Decimal
        || shape instanceof Shape.Span
        || shape instanceof Shape.Measured
        || shape instanceof Shape.Sequence
        || shape instanceof Shape.Mapping;
  }

  private Shape.Form factory(Class<?> type, Method method, Shape.Form canonical) {
    if (!Modifier.isStatic(method.getModifiers()) || method.getReturnType() != type) {
      throw new IllegalArgumentException(
          type.getName()
              + "."
              + method.getName()
              + ": @Form is for static factories of the record");
    }
    method.setAccessible(true);
    LinkedHashMap<String, Shape.Field> named = new LinkedHashMap<>();
    List<Shape.Field> order = new ArrayList<>();
    for (Parameter parameter : method.getParameters()) {
      if (!parameter.isNamePresent()) {
        throw new IllegalArgumentException(type.getName() + " is compiled without -parameters");
      }
      Shape.Field field = field(type, method, parameter, canonical);
      named.put(field.key(), field);
      order.add(field);
    }
    return new Shape.Form(
        named, null, order, arguments -> Objects.requireNonNull(method.invoke(null, arguments)));
  }

  /** A factory's parameter; one that is named like a component shares its annotations. */
  private Shape.Field field(
      Class<?> type, Method method, Parameter parameter, Shape.Form canonical) {
    String where = type.getSimpleName() + "." + method.getName() + " " + parameter.getName();
    Shape shape = of(parameter.getParameterizedType(), where);
    Shape.Field twin = canonical.named().get(parameter.getName());
    boolean same = twin != null && twin.shape().equals(shape);
    return new Shape.Field(
        type.getSimpleName(),
        parameter.getName(),
        shape,
        same && twin != null ? twin.range() : null,
        same && twin != null ? twin.defaultText() : null,
        isNullable(parameter.getAnnotatedType()),
        false,
        same && twin != null ? twin.doc() : "",
        null,
        new Shape.Standard());
  }

  static String doc(AnnotatedElement element) {
    Doc doc = element.getAnnotation(Doc.class);
    return doc == null ? "" : doc.value();
  }

  private static boolean isNullable(AnnotatedType type) {
    return type.isAnnotationPresent(Nullable.class);
  }

  private static IllegalArgumentException unsupported(Type type, String where) {
    return new IllegalArgumentException(
        where + ": a " + type.getTypeName() + " cannot be written in a file");
  }
}
