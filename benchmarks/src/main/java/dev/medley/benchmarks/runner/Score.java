package dev.medley.benchmarks.runner;

/**
 * What one fork found: means over its iterations, bursts and collections included, since they are
 * part of what a library costs.
 *
 * @param nanos time per event
 * @param allocatedBytes bytes allocated per event
 */
record Score(double nanos, double allocatedBytes) {}
