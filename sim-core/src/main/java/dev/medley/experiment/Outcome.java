package dev.medley.experiment;

import dev.medley.stat.LatencyHistogram;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Everything one replication leaves behind; a pure function of scenario and index.
 *
 * @param index replication index, from 0
 * @param metrics every figure, in the same order in every replication of a scenario
 * @param histograms latency histograms by metric name, in the same order in every replication
 * @param series figures over time on one grid
 * @param instances utilisation of every instance, if it was recorded
 * @param notices domain outcomes worth telling, for example a refused bitstream with its reason
 * @param events events fired
 * @param digest fold of all events, for determinism checks
 */
public record Outcome(
    int index,
    List<MetricValue> metrics,
    LinkedHashMap<String, LatencyHistogram> histograms,
    TimeSeries series,
    InstanceUsage instances,
    List<String> notices,
    long events,
    long digest) {}
