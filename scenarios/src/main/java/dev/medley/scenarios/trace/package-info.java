/**
 * Readers of recorded traces.
 *
 * <p>May import sim-core and FastCSV.
 *
 * <pre>{@code
 * CountSeries counts = CountsCsv.read(path, spec);
 * }</pre>
 */
@NullMarked
package dev.medley.scenarios.trace;

import org.jspecify.annotations.NullMarked;
