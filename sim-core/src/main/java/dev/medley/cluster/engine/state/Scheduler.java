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
                + " throughput: 10 ms give the 100 pods/s of Kubernetes on 5,000 nodes"
                + " (kubernetes/kubernetes pull request 74041, 2019; a lower bound, as the test"
                + " asked for no more)")
        @Default("{ constant: 10ms }")
        DurationLaw cycle,
    @Doc("From placed to the begin of the start path (the binding cycle); placements do not wait")
        @Default("{ constant: 0s }")
        DurationLaw bind) {}
