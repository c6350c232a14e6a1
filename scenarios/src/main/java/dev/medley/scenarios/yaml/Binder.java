package dev.medley.scenarios.yaml;

import dev.medley.check.InvalidConfiguration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns a located tree into an immutable record, guided by the record's components.
 *
 * <p>What a component's type makes of a value:
 *
 * <ul>
 *   <li>{@code String}: the raw text, {@code yes} and {@code 1:30} included; {@code null} and
 *       {@code ~} must be quoted.
 *   <li>{@code boolean}: {@code true} or {@code false}; {@code int}, {@code long}: decimal digits;
 *       {@code double}: a decimal number, or a percentage where the {@code Range} ends at or below
 *       1.
 *   <li>an enum: the kebab-case name of a constant; {@link java.time.Duration}: see {@link
 *       Durations}, negative only where the {@code Range} starts below 0; a {@link
 *       dev.medley.check.Quantity}: whatever its {@code parse} reads.
 *   <li>{@code List<T>}, {@code Map<String, T>} (in the order of the file), nested records; a
 *       {@code Rest} map receives the keys that no other component names.
 *   <li>a sealed interface: a map with exactly one key, the kebab-case name of a permitted record;
 *       the bare name does when that record needs nothing. Messages list the names in the order of
 *       the {@code permits} clause, so write one: without it the compiler's order is not defined.
 *   <li>a registered base type: a map whose tag names the record that the other keys belong to; the
 *       bare tag does when that record needs nothing.
 *   <li>a record with {@code Form} factories: the form whose keys were written.
 *   <li>a record with one required component: also that component's value alone.
 * </ul>
 *
 * <p>A key that is left out takes its {@code Default}, or null where the component is
 * {@code @Nullable}; the plain word {@code null} stands for leaving a {@code @Nullable} component
 * out. Immutable and safe for several threads.
 */
public final class Binder {
  private final Shapes shapes;

  private Binder(Shapes shapes) {
    this.shapes = shapes;
  }

  /** A binder without registries. */
  public static Binder plain() {
    return builder().build();
  }

  /** Starts a binder with registries. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The record that a document holds.
   *
   * @throws InvalidConfiguration with every problem of the document, those of {@link
   *     Document#problems()} included, sorted by location
   */
  public <T extends Record> T bind(Document document, Class<T> type) {
    Problems problems = new Problems();
    problems.addAll(document.problems());
    Object value = new Binding(problems).structure(shapes.structure(type), document.root());
    if (!problems.isEmpty() || value == null) {
      throw problems.exception();
    }
    return type.cast(value);
  }

  /** Every problem of a document, in the order of the file; empty when it can be bound. */
  public List<LocatedProblem> check(Document document, Class<? extends Record> type) {
    Problems problems = new Problems();
    problems.addAll(document.problems());
    new Binding(problems).structure(shapes.structure(type), document.root());
    return problems.sorted();
  }

  Shapes shapes() {
    return shapes;
  }

  /** Collects what a binder must know besides the record types. */
  public static final class Builder {
    private final Map<Class<?>, Shapes.Registration> registrations = new LinkedHashMap<>();

    private Builder() {}

    /**
     * Adds a base type whose records are found by a tag.
     *
     * @param base type of the components that hold such a value
     * @param tagKey key that names the record, for example {@code type}
     * @param byName the records by tag, in the order in which messages list them
     * @throws IllegalArgumentException when the base type has a registry already, or two tags name
     *     the same record
     */
    public <T> Builder registry(
        Class<T> base, String tagKey, Map<String, Class<? extends Record>> byName) {
      if (byName.values().stream().distinct().count() < byName.size()) {
        throw new IllegalArgumentException(base.getName() + ": two tags name the same record");
      }
      Shapes.Registration registration =
          new Shapes.Registration(tagKey, new LinkedHashMap<>(byName));
      if (registrations.put(base, registration) != null) {
        throw new IllegalArgumentException(base.getName() + " has a registry already");
      }
      return this;
    }

    /** The binder. */
    public Binder build() {
      return new Binder(new Shapes(registrations));
    }
  }
}
