/**
 * CPU, memory, bandwidth and prices as numbers with units: text at the edge, exact longs inside.
 *
 * <p>May import {@code check} only.
 *
 * <pre>{@code
 * long milli = Cpu.parse("500m").milli();
 * }</pre>
 */
@NullMarked
package dev.medley.cluster.resource;

import org.jspecify.annotations.NullMarked;
