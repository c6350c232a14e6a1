/**
 * What arrives and what it asks for: arrival processes, demand, balancing.
 *
 * <p>May import {@code resource}, {@code metric}, {@code instance}, {@code runtime}, {@code
 * distribution}, {@code random}, {@code check}; never the kernel or hosts.
 *
 * <pre>{@code
 * ArrivalProcess arrivals = ArrivalProcess.of(workload.arrivals(), counts, stream);
 * for (long t = arrivals.nextNanos(); t != ArrivalProcess.NEVER; t = arrivals.nextNanos()) { ... }
 * }</pre>
 */
@NullMarked
package dev.medley.cluster.workload;

import org.jspecify.annotations.NullMarked;
