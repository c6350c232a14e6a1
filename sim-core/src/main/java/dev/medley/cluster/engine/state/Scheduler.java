package dev.medley.cluster.engine.state;

import dev.medley.check.Default;
import dev.medley.check.Doc;
import dev.medley.distribution.DurationLaw;

/**
 * A scheduler that takes time: one placement after the other, then each is bound on its own.
 *
 * @param cycle of one placement; the scheduler does one at a time
 * @param bind from placed to the begin of the start path; any number at once
 */
@Doc(
    "A scheduler that takes time: placements wait for it one after the other; without it, they take"
        + " none")
public record Scheduler(
    @Doc(
            "Time of one placement, tried in vain or not; placements queue for it. 1 / mean is the"
                + " throughput: 4 ms give 250 pods/s, of the order that Kubernetes' scheduler_perf"
                + " demands (an assumption, not a measurement)")
        @Default("{ constant: 4ms }")
        DurationLaw cycle,
    @Doc("From placed to the begin of the start path (the binding cycle); placements do not wait")
        @Default("{ constant: 0s }")
        DurationLaw bind) {}
