/**
 * CloudSim Plus 8.5.7 (GPL-3: for comparison on the builder's machine, never in an artifact): its
 * {@code FutureQueue}, and its run loop with one entity, started in the synchronous mode whose
 * documentation asks for repeated calls.
 *
 * <p>An event there has a final time, so every event is a new one. Its messages are switched off.
 */
@NullMarked
package dev.medley.benchmarks.cloudsimplus;

import org.jspecify.annotations.NullMarked;
