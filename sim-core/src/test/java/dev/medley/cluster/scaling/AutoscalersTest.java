package dev.medley.cluster.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.medley.check.InvalidConfiguration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AutoscalersTest {
  @Test
  void providersAreFoundInTheOrderOfTheirNames() {
    assertThat(Autoscalers.all())
        .extracting(AutoscalerProvider::name)
        .isSorted()
        .contains("fixed", "hpa", "smith");
  }

  @Test
  void everyProviderNamesAPolicyAndSaysWhatItIs() {
    for (AutoscalerProvider provider : Autoscalers.all()) {
      assertThat(AutoscalerPolicy.class).isAssignableFrom(provider.settings());
      assertThat(provider.settings().isRecord()).isTrue();
      assertThat(provider.summary()).isNotBlank().doesNotContain("\n");
    }
  }

  @Test
  void duplicatesAreRefusedWithBothClasses() {
    List<AutoscalerProvider> twice =
        List.of(new SecondFixedProvider(), new OtherProvider(), new FixedProvider());
    assertThatThrownBy(() -> Autoscalers.sorted(twice))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageContaining("fixed")
        .hasMessageContaining(FixedProvider.class.getName())
        .hasMessageContaining(SecondFixedProvider.class.getName());
  }

  @Test
  void figuresAreShortAndPlain() {
    assertThat(Figures.of(0.6)).isEqualTo("0.6");
    assertThat(Figures.of(1.555)).isEqualTo("1.55").as("the double is below the half");
    assertThat(Figures.of(100)).isEqualTo("100");
    assertThat(Figures.of(-0.001)).isEqualTo("0");
    assertThat(Figures.of(1e15)).isEqualTo("1000000000000000");
    assertThat(Figures.of(Double.NaN)).isEqualTo("no number");
    assertThat(Figures.of(Double.POSITIVE_INFINITY)).isEqualTo("infinite");
  }

  private static class SecondFixedProvider implements AutoscalerProvider {
    @Override
    public String name() {
      return "fixed";
    }

    @Override
    public String summary() {
      return "also fixed";
    }

    @Override
    public Class<? extends Record> settings() {
      return FixedPolicy.class;
    }
  }

  private static final class OtherProvider extends SecondFixedProvider {
    @Override
    public String name() {
      return "other";
    }
  }
}
