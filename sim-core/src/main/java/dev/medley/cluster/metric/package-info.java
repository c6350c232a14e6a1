/**
 * Names, units and labels of everything a run can emit, so that a rule about a metric that nobody
 * emits is refused before anything runs.
 *
 * <p>May import {@code check} only.
 *
 * <pre>{@code
 * MetricName name = MetricName.parse("request.latency{service=web}.p99");
 * }</pre>
 */
@NullMarked
package dev.medley.cluster.metric;

import org.jspecify.annotations.NullMarked;
