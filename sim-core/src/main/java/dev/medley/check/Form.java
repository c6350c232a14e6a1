package dev.medley.check;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a public static factory method of a record as another way to write that record in a file.
 *
 * <p>The method's parameters are the keys (with their own {@link Range}-free plain types; the
 * factory checks them). A file picks the form whose parameter names match the keys it wrote.
 *
 * <p>Example: a log-normal law can be written with {@code mu} and {@code sigma}, with {@code mean}
 * and {@code cv}, or with {@code mean} and {@code variance}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Form {}
