/**
 * How time per event and memory per instance grow with the size of the cluster.
 *
 * <p>May import anything of {@code sim-core}, never {@code scenarios}.
 *
 * <pre>{@code
 * java -Xmx1g -XX:+UseSerialGC -cp benchmarks/target/benchmarks.jar dev.medley.benchmarks.growth.Growth DIR
 * }</pre>
 */
@NullMarked
package dev.medley.benchmarks.growth;

import org.jspecify.annotations.NullMarked;
