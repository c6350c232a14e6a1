/**
 * Runtimes: start path, overheads, isolation, data paths and limits, each number with its source.
 *
 * <p>A runtime is data; adding one takes a file and no Java. May import {@code network}, {@code
 * storage}, {@code image}, {@code resource}, {@code distribution}, {@code random}, {@code check}.
 *
 * <pre>{@code
 * RuntimeProfile profile = definition.variant(Profile.NOMINAL).orElseThrow();
 * }</pre>
 */
@NullMarked
package dev.medley.cluster.runtime;

import org.jspecify.annotations.NullMarked;
