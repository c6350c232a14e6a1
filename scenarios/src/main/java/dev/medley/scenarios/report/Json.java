package dev.medley.scenarios.report;

import java.io.Writer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON generators with one look: two spaces, line feeds, numbers only by {@link Numbers}. */
final class Json {
  private static final DefaultIndenter TWO_SPACES = new DefaultIndenter("  ", "\n");

  private static final JsonMapper PRETTY =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .defaultPrettyPrinter(
              new DefaultPrettyPrinter(
                      Separators.createDefaultInstance()
                          .withObjectNameValueSpacing(Separators.Spacing.AFTER))
                  .withObjectIndenter(TWO_SPACES)
                  .withArrayIndenter(TWO_SPACES))
          .build();

  private static final JsonMapper COMPACT =
      JsonMapper.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

  private Json() {}

  static JsonGenerator pretty(Writer out) {
    return PRETTY.createGenerator(out);
  }

  static JsonGenerator compact(Writer out) {
    return COMPACT.createGenerator(out);
  }

  /** One numeric member; {@code null} when the figure does not exist. */
  static void number(JsonGenerator json, String name, double value) {
    json.writeName(name);
    json.writeRawValue(Numbers.json(value));
  }
}
