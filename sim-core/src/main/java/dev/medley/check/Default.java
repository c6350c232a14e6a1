package dev.medley.check;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The value of a record component that a file leaves out, written as the file would write it.
 *
 * <p>A component with neither this annotation nor {@link org.jspecify.annotations.Nullable} must be
 * given. A list or map component may use {@code "[]"} or {@code "{}"}; a nested record whose
 * components all have defaults may use {@code "{}"}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Default {
  /** The default as YAML text, for example {@code 250ms}, {@code 0.1} or {@code []}. */
  String value();
}
