package dev.medley.check;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the one {@code Map<String, X>} component of a record that receives every key which no other
 * component names.
 *
 * <p>Absent keys mean an empty map, so the component needs no {@link Default}. Example: {@code
 * record Prices(String currency, @Rest Map<String, Price> items)} is written {@code {currency: EUR,
 * egress: 0.05/GB}}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Rest {}
