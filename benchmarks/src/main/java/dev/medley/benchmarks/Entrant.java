package dev.medley.benchmarks;

import java.util.function.Function;

/**
 * Who takes part in a contest.
 *
 * @param contest which one
 * @param name library, and what of it where there is a choice: {@code SSJ Henriksen}
 * @param maker makes the contestant, filled and ready
 */
public record Entrant(Contest contest, String name, Function<Setting, Contestant> maker) {}
