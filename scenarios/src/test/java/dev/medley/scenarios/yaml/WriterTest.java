package dev.medley.scenarios.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.medley.check.Default;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WriterTest {
  private final Binder binder = Sample.binder();

  @Test
  void whatIsWrittenIsReadBackAsAnEqualRecordAndWrittenAgainAsEqualText() {
    long seed = 20260105;
    Samples samples = new Samples(seed);
    for (int i = 0; i < 1_000; i++) {
      Sample sample = samples.next();

      String text = Writer.text(binder, sample);
      Sample read = binder.bind(Document.parse("written", text), Sample.class);

      assertThat(read).as("seed %d, sample %d", seed, i).isEqualTo(sample);
      assertThat(Writer.text(binder, read)).as("seed %d, sample %d", seed, i).isEqualTo(text);
    }
  }

  @Test
  void everyDefaultIsWritten() {
    String text =
        """
        name: small
        duration: 1h
        hosts: [ one ]
        services:
          web: { runtime: container, demand: zero, autoscaler: hpa }
        workload: {}
        """;

    assertThat(Writer.text(binder, binder.bind(Document.parse("file", text), Sample.class)))
        .isEqualTo(
            """
            name: small
            duration: 1h
            warmup: 10m
            seed: 1
            replications: 10
            profile: nominal
            hosts:
              - name: one
                count: 1
                cpu: 64
            services:
              web:
                runtime: container
                replicas:
                  initial: 1
                  min: 1
                  max: 10
                concurrency: 8
                demand:
                  zero: {}
                privileged: false
                tolerance: 0.1
                drift: 0
                most: .inf
                autoscaler:
                  type: hpa
                  metric: cpu
                  target: 0.6
                  stabilisation: 5m
            workload: {}
            prices:
              currency: EUR
            slo: []
            """);
  }

  record Nested(List<List<Integer>> rows, Map<String, List<String>> words) {}

  @Test
  void listsInListsAndMapsAreIndented() {
    Nested nested =
        new Nested(List.of(List.of(1, 2), List.of(), List.of(3)), Map.of("a", List.of("b", "c d")));

    String text = Writer.text(binder, nested);

    assertThat(text)
        .isEqualTo(
            """
            rows:
              - - 1
                - 2
              - []
              - - 3
            words:
              a:
                - b
                - "c d"
            """);
    assertThat(binder.bind(Document.parse("written", text), Nested.class)).isEqualTo(nested);
  }

  record Optional(@Default("5") @Nullable Integer some) {}

  @Test
  void anAbsentValueThatHasADefaultIsWrittenAsNull() {
    assertThat(Writer.text(binder, new Optional(null))).isEqualTo("some: null\n");
    assertThat(binder.bind(Document.parse("a", "some: null"), Optional.class).some()).isNull();
    assertThat(binder.bind(Document.parse("a", "some: 6"), Optional.class).some()).isEqualTo(6);
    Document other = Document.parse("a", "{}");
    assertThat(binder.bind(other, Optional.class).some()).isEqualTo(5);
  }

  @Test
  void aRecordWithoutComponentsIsAnEmptyMap() {
    assertThat(Writer.text(binder, new Sample.Law.Zero())).isEqualTo("{}\n");
  }

  @Test
  void whatNoFileCanSayIsRefused() {
    List<List<Integer>> withNull = new ArrayList<>(Collections.singletonList(null));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Writer.text(binder, new Nested(withNull, Map.of())));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Writer.text(binder, new Sample.Law.LogNormal(Double.NaN, 1)));
    Sample.Prices collision = new Sample.Prices("EUR", Map.of("currency", Sample.Cores.parse("1")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Writer.text(binder, collision))
        .withMessageContaining("'currency' is a component and a rest key");
  }
}
