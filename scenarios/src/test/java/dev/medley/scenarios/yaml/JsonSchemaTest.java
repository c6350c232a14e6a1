package dev.medley.scenarios.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonSchemaTest {
  private static final Binder BINDER = Sample.binder();
  private static final String TEXT = JsonSchema.text(BINDER, Sample.class);
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7);
  private static final Schema SCHEMA = REGISTRY.getSchema(TEXT);

  @Test
  void theSchemaIsValidDraft07() {
    Schema meta = REGISTRY.getSchema(SchemaLocation.of("http://json-schema.org/draft-07/schema#"));

    assertThat(meta.validate(TEXT, InputFormat.JSON)).isEmpty();
    assertThat(meta.validate("{\"type\": \"nonsense\"}", InputFormat.JSON)).isNotEmpty();
  }

  @Test
  void meaningsDefaultsRangesAndNamesAreInIt() {
    JsonNode root = JsonMapper.builder().build().readTree(TEXT);

    assertThat(root.at("/description").asString()).isEqualTo("A sample of everything");
    assertThat(root.at("/properties/duration/description").asString())
        .isEqualTo("Simulated time (> 0 s)");
    assertThat(root.at("/properties/replications/default").asInt()).isEqualTo(10);
    assertThat(root.at("/properties/replications/maximum").asInt()).isEqualTo(10_000);
    assertThat(root.at("/properties/prices/default/currency").asString()).isEqualTo("EUR");
    assertThat(root.at("/properties/hosts/minItems").asInt()).isEqualTo(1);
    assertThat(root.at("/required").toString())
        .isEqualTo("[\"name\",\"duration\",\"hosts\",\"services\",\"workload\"]");
    assertThat(root.at("/additionalProperties").asBoolean(true)).isFalse();
    assertThat(root.at("/definitions/Profile/oneOf/0/const").asString()).isEqualTo("nominal");
    assertThat(root.at("/definitions/Profile/oneOf/0/description").asString())
        .isEqualTo("What vendors say");
    assertThat(root.at("/definitions/HostGroup/anyOf/0/properties/cpu/description").asString())
        .isEqualTo(">= 1 and <= 1024 cores");
    assertThat(root.at("/definitions/Scaler/oneOf/0/properties/type/const").asString())
        .isEqualTo("hpa");
  }

  @Test
  void theValidDocumentAndRandomSamplesAreAccepted() {
    assertThat(SCHEMA.validate(JsonSchema.value(Sample.valid().root()))).isEmpty();
    long seed = 20260106;
    Samples samples = new Samples(seed);
    for (int i = 0; i < 100; i++) {
      Document written = Document.parse("written", Writer.text(BINDER, samples.next()));
      assertThat(SCHEMA.validate(JsonSchema.value(written.root())))
          .as("seed %d, sample %d", seed, i)
          .isEmpty();
    }
  }

  /** One edit of the valid document each, and whether it is still valid: for both alike. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          duration: 2h    | duration: 90m           | true
          duration: 2h    | duration: 1h30m15s      | true
          duration: 2h    | duration: 2             | false
          duration: 2h    | duration: -2h           | false
          duration: 2h    | duration: 1m1h          | false
          duration: 2h    | duration: [2h]          | false
          duration: 2h    | duration:               | false
          duration: 2h    | duraton: 2h             | false
          warmup: 1m30s   | warmup: 0               | true
          warmup: 1m30s   | warmup: 165us           | true
          replications: 4 | replications: 0         | false
          replications: 4 | replications: 10001     | false
          replications: 4 | replications: 4.5       | false
          replications: 4 | replications: "4"       | false
          replications: 4 | replications: 0x1F      | false
          replications: 4 | replications: 1:30      | false
          replications: 4 | profile: empirical      | true
          replications: 4 | profile: nominl         | false
          replications: 4 | unknown: 1              | false
          count: 10       | count: 10, cpu: 8       | true
          count: 10       | count: 10, cpu: 8500m   | true
          count: 10       | count: 10, cpu: 5GB     | false
          count: 10       | count: 10, offload: null | true
          count: 10       | count: null             | false
          tolerance: 5%   | tolerance: 0.5          | true
          tolerance: 5%   | tolerance: 1.5          | false
          tolerance: 5%   | tolerance: 5 %          | false
          tolerance: 5%   | drift: 5%               | false
          tolerance: 5%   | drift: 1e-3             | true
          tolerance: 5%   | most: .inf              | true
          tolerance: 5%   | drift: .inf             | false
          tolerance: 5%   | privileged: true        | true
          tolerance: 5%   | privileged: yes         | false
          constant: 5ms   | constant: { value: 5ms } | true
          constant: 5ms   | constant: { valu: 5ms } | false
          constant: 5ms   | constant: [5ms]         | false
          constant: 5ms   | zero: {}                | true
          constant: 5ms   | constant: 1s, zero: {}  | false
          constant: 5ms   | constnat: 5ms           | false
          constant: 5ms   | empirical: [1s, 2s]     | true
          constant: 5ms   | empirical: [1s]         | false
          demand: zero    | demand: nothing         | false
          demand: zero    | demand: log-normal      | false
          cv: 1.0         | variance: 1.0           | true
          cv: 1.0         | cv: 1.0, variance: 1.0  | false
          cv: 1.0         | sigma: 1.0              | false
          mean: 20ms, cv: 1.0 | mu: 1, sigma: 0     | true
          mean: 20ms, cv: 1.0 | mu: 1, sigma: -1    | false
          type: hpa, metric: cpu | type: smith      | true
          type: hpa, metric: cpu | type: smith, metric: cpu | false
          type: hpa, metric: cpu | type: hpaa       | false
          type: hpa, metric: cpu | metric: cpu      | false
          autoscaler: smith | autoscaler: hpa       | true
          autoscaler: smith | autoscaler: scheduled | false
          autoscaler: smith | autoscaler: { type: scheduled, replicas: [1, 2] } | true
          autoscaler: smith | autoscaler: { type: scheduled, replicas: [] } | false
          autoscaler: smith | autoscaler: null      | true
          general: "2"    | general: 2              | true
          general: "2"    | general: two            | false
          currency: EUR,  | general2: 1,            | false
          name: flash-crowd | name: 5               | true
          name: flash-crowd | name: null            | false
          name: flash-crowd | name: [a]             | false
          counts: day.csv | counts: { file: day.csv, column: n } | true
          counts: day.csv | counts: { column: n }   | false
          counts: day.csv | closed: { users: 1, think: 1s } | true
          counts: day.csv | closed: { users: 0, think: 1s } | false
          """)
  void theSchemaAndTheBinderAgree(String from, String to, boolean isValid) {
    assertThat(Sample.VALID).contains(from);
    Document document = Document.parse("file", Sample.VALID.replace(from, to));

    assertThat(BINDER.check(document, Sample.class).isEmpty()).as("the binder").isEqualTo(isValid);
    assertThat(SCHEMA.validate(JsonSchema.value(document.root())).isEmpty())
        .as("the schema")
        .isEqualTo(isValid);
  }

  record Deep(@org.jspecify.annotations.Nullable Deep below, Sample.Law.Mixture.Part part) {}

  @Test
  void recordsThatContainThemselvesHaveASchema() {
    Schema schema = REGISTRY.getSchema(JsonSchema.text(BINDER, Deep.class));
    String part = "part: { weight: 1, law: { mixture: [ { weight: 1, law: zero } ] } }";
    Document deep = Document.parse("file", "{ below: { " + part + " }, " + part + " }");

    assertThat(BINDER.check(deep, Deep.class)).isEmpty();
    assertThat(schema.validate(JsonSchema.value(deep.root()))).isEmpty();
  }
}
