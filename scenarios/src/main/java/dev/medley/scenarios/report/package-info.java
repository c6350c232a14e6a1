/**
 * What a person reads after a run: tables, files of the run directory, the HTML report.
 *
 * <p>Pure functions from the records of {@code dev.medley.experiment} to text and bytes; only
 * {@link dev.medley.scenarios.report.RunFiles} touches the disk, and it does so atomically. Every
 * number of a machine-readable file goes through {@link dev.medley.scenarios.report.Numbers}, so
 * the same summary gives the same bytes on every JDK. May import {@code experiment}, {@code stat},
 * Jackson, FastCSV and HdrHistogram; knows no command line and no engine.
 *
 * <pre>{@code
 * RunFiles files = new RunFiles(directory);
 * files.replications(outcomes);
 * files.summary(summary);
 * System.out.print(SummaryTable.text(summary, colored));
 * }</pre>
 */
@NullMarked
package dev.medley.scenarios.report;

import org.jspecify.annotations.NullMarked;
