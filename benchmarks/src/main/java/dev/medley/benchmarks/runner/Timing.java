package dev.medley.benchmarks.runner;

/**
 * How long a fork measures, once its contestant is filled, checked and settled.
 *
 * @param warmups iterations that do not count
 * @param iterations those that do
 * @param millis length of each
 */
record Timing(int warmups, int iterations, int millis) {}
