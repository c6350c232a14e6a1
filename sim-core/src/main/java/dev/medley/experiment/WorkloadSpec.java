package dev.medley.experiment;

import dev.medley.check.Doc;
import dev.medley.cluster.workload.Arrivals;

/**
 * The requests of one service.
 *
 * @param arrivals how they arrive
 */
@Doc("The requests of one service")
public record WorkloadSpec(@Doc("How they arrive: exactly one kind") Arrivals arrivals) {}
