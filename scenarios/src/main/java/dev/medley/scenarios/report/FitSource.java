package dev.medley.scenarios.report;

/**
 * Where fitted samples come from.
 *
 * @param file as the user gave it
 * @param column name of the column
 * @param unit unit of the column
 * @param seed of the bootstrap
 */
public record FitSource(String file, String column, String unit, long seed) {}
