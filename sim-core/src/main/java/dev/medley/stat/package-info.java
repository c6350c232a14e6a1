/**
 * What a simulation measures: counts, observations, levels over time, latencies, and what can be
 * concluded from replications.
 *
 * <p>May import HdrHistogram and commons-math3, nothing of ours. No HdrHistogram type appears in a
 * public signature: histograms leave as encoded bytes. Collectors have fixed memory, allocate
 * nothing while recording, and are not thread-safe; replications have their own and are folded
 * together in index order.
 *
 * <pre>{@code
 * LatencyHistogram latency = new LatencyHistogram();
 * latency.recordNanos(completedNanos - arrivedNanos);
 * double p99 = latency.quantileNanos(0.99);
 * ConfidenceInterval interval = ConfidenceInterval.of(p99OfEachReplication, 0.95);
 * }</pre>
 */
@NullMarked
package dev.medley.stat;

import org.jspecify.annotations.NullMarked;
