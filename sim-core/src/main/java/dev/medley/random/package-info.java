/**
 * Random numbers by name: one root seed, streams found by path, the same bits on every machine.
 *
 * <p>May import commons-rng and commons-math3 (neither is needed so far: commons-rng serves the
 * tests as an oracle); nothing else of ours.
 *
 * <pre>{@code
 * StreamTree tree = new StreamTree(rootSeed, replication);
 * RandomStream coldStart = tree.stream("host/17/cold-start");
 * double mean1 = coldStart.nextExponential();
 * }</pre>
 *
 * <p>A stream depends only on (root seed, replication, path), never on when it was asked for:
 * adding a component to a model moves nobody else's numbers, and two policies under comparison see
 * the same arrivals (common random numbers).
 */
@NullMarked
package dev.medley.random;

import org.jspecify.annotations.NullMarked;
