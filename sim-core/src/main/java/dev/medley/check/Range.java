package dev.medley.check;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The allowed range of a numeric record component, in the component's base unit.
 *
 * <p>For a plain number the base unit is the number itself; for a value type (see {@link Quantity})
 * it is what {@link Quantity#baseValue()} returns, for a {@link java.time.Duration} it is seconds.
 * Not-a-number and infinities are never in range unless {@code max} is infinite and the value is
 * positive infinity. On a list or map the range applies to its size.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Range {
  /** Least allowed value. */
  double min() default Double.NEGATIVE_INFINITY;

  /** Greatest allowed value. */
  double max() default Double.MAX_VALUE;

  /** Whether {@code 60%} may be written for 0.6; always so where {@link #max} is 1 or less. */
  boolean percent() default false;

  /** Whether {@link #min} itself is refused. */
  boolean exclusiveMin() default false;

  /** Whether {@link #max} itself is refused. */
  boolean exclusiveMax() default false;
}
