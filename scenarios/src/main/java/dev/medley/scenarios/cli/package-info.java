/**
 * The command line: one class per command, no logic of its own.
 *
 * <p>May import every room. Data goes to stdout, everything else to stderr.
 *
 * <pre>{@code
 * int code = Main.run(new String[] {"validate", "day.yaml"}, out, err);
 * }</pre>
 */
@NullMarked
package dev.medley.scenarios.cli;

import org.jspecify.annotations.NullMarked;
