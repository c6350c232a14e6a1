/**
 * One place to state a constraint on a value: its range, its unit, its default and its meaning.
 *
 * <p>A model record annotates its components with {@link dev.medley.check.Range}, {@link
 * dev.medley.check.Default} and {@link dev.medley.check.Doc}. The record's compact constructor, the
 * file binder, the JSON Schema and the error messages all read the same annotations. May import
 * nothing else of ours.
 *
 * <pre>{@code
 * record HostGroup(
 *     @Doc("Number of identical hosts") @Range(min = 1, max = 1_000_000) @Default("1") int count) {
 *   HostGroup {
 *     Checks.of(HostGroup.class).with("count", count).orThrow();
 *   }
 * }
 * }</pre>
 */
@NullMarked
package dev.medley.check;

import org.jspecify.annotations.NullMarked;
