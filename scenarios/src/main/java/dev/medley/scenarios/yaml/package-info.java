/**
 * Files as located trees, and located trees as immutable records: the only door through which a
 * configuration enters.
 *
 * <p>A {@link dev.medley.scenarios.yaml.Document} keeps, for every value, where it stands and the
 * text that was written; a {@link dev.medley.scenarios.yaml.Binder} turns it into a record, guided
 * by the record's own components and the annotations of {@code dev.medley.check}. Every problem is
 * reported at once, each with file, line, column and dotted path. The binder, the writer, the
 * schema and the documentation know no model: they import {@code dev.medley.check}, the YAML event
 * parser ({@code org.snakeyaml.engine}) and, for the schema, Jackson. Only the reader of catalog
 * files knows the records that it fills.
 *
 * <pre>{@code
 * Binder binder = Binder.builder().registry(Autoscaler.class, "type", autoscalers).build();
 * Document document = Document.read(Path.of("flash-crowd.yaml"));
 * ScenarioFile scenario = binder.bind(document, ScenarioFile.class);
 * }</pre>
 */
@NullMarked
package dev.medley.scenarios.yaml;

import org.jspecify.annotations.NullMarked;
