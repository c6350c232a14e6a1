package dev.medley.scenarios.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.medley.cluster.scaling.AutoscalerPolicy;
import dev.medley.cluster.scaling.AutoscalerProvider;
import dev.medley.cluster.scaling.Autoscalers;
import dev.medley.experiment.Scenario;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files that come with the program, bound, written, and held against their own schema. */
class LibraryFilesTest {
  private static final Binder BINDER = binder();
  private static final Map<Class<? extends Record>, Schema> SCHEMAS =
      Map.of(Scenario.class, schema(Scenario.class), CatalogFile.class, schema(CatalogFile.class));

  private static Binder binder() {
    Map<String, Class<? extends Record>> policies = new LinkedHashMap<>();
    for (AutoscalerProvider provider : Autoscalers.all()) {
      policies.put(provider.name(), provider.settings());
    }
    return Binder.builder().registry(AutoscalerPolicy.class, "type", policies).build();
  }

  private static Schema schema(Class<? extends Record> type) {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
        .getSchema(JsonSchema.text(BINDER, type));
  }

  static Stream<Path> scenarios() throws IOException, URISyntaxException {
    return files("/library");
  }

  static Stream<Path> catalogFiles() throws IOException, URISyntaxException {
    return Stream.concat(files("/runtimes"), files("/hardware"));
  }

  private static Stream<Path> files(String folder) throws IOException, URISyntaxException {
    Path path = Path.of(Objects.requireNonNull(LibraryFilesTest.class.getResource(folder)).toURI());
    try (Stream<Path> files = Files.list(path)) {
      List<Path> found = files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList();
      assertThat(found).as(folder).isNotEmpty();
      return found.stream();
    }
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void aScenarioIsReadAsItsResolvedTextIs(Path file) {
    agrees(file, Scenario.class);
  }

  @ParameterizedTest
  @MethodSource("catalogFiles")
  void aCatalogFileIsReadAsItsResolvedTextIs(Path file) {
    agrees(file, CatalogFile.class);
  }

  private static <T extends Record> void agrees(Path file, Class<T> type) {
    Document document = Document.read(file);
    T read = BINDER.bind(document, type);
    String text = Writer.text(BINDER, read);
    Document written = Document.parse("resolved", text);

    assertThat(BINDER.bind(written, type)).isEqualTo(read);
    assertThat(Writer.text(BINDER, BINDER.bind(written, type))).isEqualTo(text);
    Schema schema = Objects.requireNonNull(SCHEMAS.get(type));
    assertThat(schema.validate(JsonSchema.value(document.root()))).isEmpty();
    assertThat(schema.validate(JsonSchema.value(written.root()))).isEmpty();
  }
}
