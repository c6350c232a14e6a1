package dev.medley.check;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks the components of a record against their {@link Range} annotations and collects problems.
 *
 * <p>Used in compact constructors; not for hot paths (it reflects).
 */
public final class Checks {
  private final Class<? extends Record> type;
  private final List<Problem> problems = new ArrayList<>();

  private Checks(Class<? extends Record> type) {
    this.type = type;
  }

  /** Starts the checks of one record. */
  public static Checks of(Class<? extends Record> type) {
    return new Checks(type);
  }

  /** Checks one component's value against its {@link Range}. */
  public Checks with(String component, @Nullable Object value) {
    for (RecordComponent c : type.getRecordComponents()) {
      if (c.getName().equals(component)) {
        String problem = problem(c.getAnnotation(Range.class), value);
        if (problem != null) {
          problems.add(new Problem(component, problem));
        }
        return this;
      }
    }
    throw new IllegalArgumentException(type.getSimpleName() + " has no component " + component);
  }

  /** Adds a problem when {@code holds} is false: a rule that joins several components. */
  public Checks require(boolean holds, String component, String message) {
    if (!holds) {
      problems.add(new Problem(component, message));
    }
    return this;
  }

  /** Adds problems found elsewhere. */
  public Checks addAll(Collection<Problem> more) {
    problems.addAll(more);
    return this;
  }

  /** What was found so far. */
  public List<Problem> problems() {
    return List.copyOf(problems);
  }

  /**
   * Throws when anything was found.
   *
   * @throws InvalidConfiguration with every problem
   */
  public void orThrow() {
    if (!problems.isEmpty()) {
      throw new InvalidConfiguration(problems);
    }
  }

  /**
   * What is wrong with a value under a range, or null when nothing is.
   *
   * @param range the allowed range, or null for none
   * @param value a number, a {@link Quantity}, a duration, a collection or anything without range
   */
  public static @Nullable String problem(@Nullable Range range, @Nullable Object value) {
    if (range == null || value == null) {
      return null;
    }
    double number = number(value);
    boolean low = range.exclusiveMin() ? number <= range.min() : number < range.min();
    boolean high = range.exclusiveMax() ? number >= range.max() : number > range.max();
    if (!Double.isNaN(number) && !low && !high) {
      return null;
    }
    String what = value instanceof Collection<?> || value instanceof Map<?, ?> ? "size " : "";
    return what + "must be " + allowed(range, unit(value)) + " (was " + shown(value) + ")";
  }

  /** The range in words, for example {@code >= 1 and <= 64 cores}. */
  public static String allowed(Range range, String unit) {
    StringBuilder text = new StringBuilder();
    if (range.min() != Double.NEGATIVE_INFINITY) {
      text.append(range.exclusiveMin() ? "> " : ">= ").append(Decimals.shown(range.min()));
    }
    if (range.max() < Double.MAX_VALUE) {
      text.append(text.isEmpty() ? "" : " and ");
      text.append(range.exclusiveMax() ? "< " : "<= ").append(Decimals.shown(range.max()));
    }
    if (text.isEmpty()) {
      return "a finite number";
    }
    return unit.isEmpty() ? text.toString() : text.append(' ').append(unit).toString();
  }

  private static double number(Object value) {
    if (value instanceof Number n) {
      return n.doubleValue();
    }
    if (value instanceof Quantity q) {
      return q.baseValue();
    }
    if (value instanceof Duration d) {
      return d.getSeconds() + d.getNano() / 1e9;
    }
    if (value instanceof Collection<?> c) {
      return c.size();
    }
    if (value instanceof Map<?, ?> m) {
      return m.size();
    }
    throw new IllegalArgumentException("@Range on a " + value.getClass().getName());
  }

  private static String unit(Object value) {
    if (value instanceof Quantity q) {
      return q.baseUnit();
    }
    return value instanceof Duration ? "s" : "";
  }

  private static String shown(Object value) {
    if (value instanceof Collection<?> c) {
      return Integer.toString(c.size());
    }
    if (value instanceof Map<?, ?> m) {
      return Integer.toString(m.size());
    }
    if (value instanceof Duration d) {
      return Decimals.seconds(d);
    }
    return value instanceof Double d ? Decimals.shown(d) : value.toString();
  }
}
