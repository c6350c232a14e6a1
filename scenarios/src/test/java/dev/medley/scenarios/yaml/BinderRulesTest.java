package dev.medley.scenarios.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.medley.check.Default;
import dev.medley.check.Form;
import dev.medley.check.InvalidConfiguration;
import dev.medley.check.Quantity;
import dev.medley.check.Range;
import dev.medley.check.Rest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rules of the binder that the sample document does not show, each with a record of its own. */
class BinderRulesTest {
  private final Binder binder = Binder.plain();

  // Values

  record Boxed(@Nullable Integer count, @Nullable Double ratio, @Nullable Boolean on, Long big) {}

  @Test
  void boxedNumbersMayBeLeftOut() {
    assertThat(bind("big: -9223372036854775808", Boxed.class))
        .isEqualTo(new Boxed(null, null, null, Long.MIN_VALUE));
    assertThat(bind("{ count: -2147483648, ratio: -.5, on: true, big: 0 }", Boxed.class))
        .isEqualTo(new Boxed(Integer.MIN_VALUE, -0.5, true, 0L));
    assertThat(bind("{ count: null, big: 1 }", Boxed.class).count()).isNull();
    assertRefused(
        "{ count: -2147483649, big: 1 }",
        Boxed.class,
        "f:1:10: count: must be >= -2147483648 (was -2147483649)");
  }

  record Signed(@Range(min = -10) Duration offset, @Default("-0") double zero) {}

  @Test
  void aDurationIsNegativeOnlyWhereTheRangeSaysSo() {
    assertThat(bind("offset: -5s", Signed.class).offset()).isEqualTo(Duration.ofSeconds(-5));
    assertRefused("offset: -11s", Signed.class, "f:1:9: offset: must be >= -10 s (was -11s)");
  }

  @Test
  void minusZeroIsZero() {
    assertThat(Double.doubleToRawLongBits(bind("offset: 0", Signed.class).zero())).isZero();
  }

  record Ratio(@Range(min = 0, max = 1) double share) {}

  @Test
  void aPercentageIsExact() {
    assertThat(bind("share: 5%", Ratio.class).share()).isEqualTo(0.05);
    assertThat(bind("share: 0.1%", Ratio.class).share()).isEqualTo(0.001);
    assertThat(bind("share: 100%", Ratio.class).share()).isEqualTo(1.0);
    assertThat(bind("share: 0%", Ratio.class).share()).isEqualTo(0.0);
  }

  record Texts(String text) {}

  @Test
  void textKeepsWhatWasWritten() {
    for (String text : List.of("1:30", "0x1F", "1e3", "010", "yes", "No", ".inf", "1_000", "=")) {
      assertThat(bind("text: " + text, Texts.class).text()).isEqualTo(text);
    }
    assertThat(bind("text: \"~\"", Texts.class).text()).isEqualTo("~");
    assertThat(bind("text: ''", Texts.class).text()).isEmpty();
    assertThat(bind("text: |\n  a\n  b\n", Texts.class).text()).isEqualTo("a\nb\n");
  }

  record Described(@Default("") String description) {}

  @Test
  void textMayBeEmptyByDefault() {
    assertThat(bind("{}", Described.class).description()).isEmpty();
    assertThat(FieldDoc.explain(binder, Described.class, "description").text())
        .isEqualTo("description: text, default \"\"\n");
  }

  record Weight(long grams) implements Quantity {
    static Weight parse(String text) {
      return new Weight(Math.multiplyExact(1000, Long.parseLong(text)));
    }

    @Override
    public double baseValue() {
      return grams;
    }

    @Override
    public String baseUnit() {
      return "g";
    }
  }

  record Weighed(Weight weight) {}

  @Test
  void whateverAQuantityRefusesIsShown() {
    assertRefused("weight: 5kg", Weighed.class, "f:1:9: weight: For input string: \"5kg\"");
    assertRefused(
        "weight: 9223372036854775807",
        Weighed.class,
        "f:1:9: weight: is too large (was 9223372036854775807)");
    assertThatThrownBy(() -> bind("weight: " + "1".repeat(500), Weighed.class))
        .hasMessageStartingWith("f:1:9: weight: is too long for a quantity (was 1111");
  }

  // Records

  record Short(List<Inner> list) {
    record Inner(@Range(min = 1) int size, @Default("7") int other) {}
  }

  @Test
  void aValueStandsForTheOnlyRequiredComponent() {
    assertThat(bind("list: [ 1, { size: 2 }, { size: 3, other: 4 } ]", Short.class).list())
        .containsExactly(new Short.Inner(1, 7), new Short.Inner(2, 7), new Short.Inner(3, 4));
    assertRefused("list: [ 0 ]", Short.class, "f:1:9: list[0]: must be >= 1 (was 0)");
  }

  record Checked(int low, int high) {
    Checked {
      if (low > high) {
        throw new IllegalArgumentException("low must be <= high");
      }
      if (high == 13) {
        throw new ArithmeticException("13 cannot be divided");
      }
      if (high == 14) {
        throw new NullPointerException("a bug");
      }
    }
  }

  record Around(Checked checked) {}

  @Test
  void whatAConstructorRefusesIsLocated() {
    assertRefused(
        "checked: { low: 2, high: 1 }", Around.class, "f:1:10: checked: low must be <= high");
    assertRefused(
        "checked: { low: 2, high: 13 }", Around.class, "f:1:10: checked: 13 cannot be divided");
  }

  @Test
  void aBugInAConstructorIsNotTheFilesFault() {
    assertThatIllegalStateException()
        .isThrownBy(() -> bind("checked: { low: 2, high: 14 }", Around.class))
        .withMessageStartingWith("f:1:10: ")
        .withCauseInstanceOf(NullPointerException.class);
  }

  record Outer(Map<String, Inner> parts) {
    record Inner(List<Integer> sizes) {}

    Outer {
      if (parts.get("a b").sizes().get(1) == 2) {
        throw new InvalidConfiguration("parts.\"a b\".sizes[1]", "must not be 2");
      }
    }
  }

  @Test
  void aProblemOfAnOuterRecordFindsTheInnerValue() {
    assertRefused(
        "parts:\n  a b:\n    sizes: [1, 2]\n",
        Outer.class,
        "f:3:16: parts.\"a b\".sizes[1]: must not be 2");
    // Also where the list is written in place of its record.
    assertRefused(
        "parts:\n  a b: [1, 2]\n", Outer.class, "f:2:8: parts.\"a b\".sizes[1]: must not be 2");
  }

  record Ambiguous(int a, @Default("1") int b) {
    @Form
    static Ambiguous of(int a) {
      return new Ambiguous(a, 2);
    }
  }

  @Test
  void keysThatFitTwoFormsAreRefused() {
    assertRefused(
        "a: 1", Ambiguous.class, "f:1:1: is ambiguous: write exactly one of {a} (was {a})");
    assertThat(bind("{ a: 1, b: 3 }", Ambiguous.class)).isEqualTo(new Ambiguous(1, 3));
  }

  record Tree(String name, @Default("[]") List<Tree> below, @Nullable Tree beside) {}

  @Test
  void aRecordMayContainItself() {
    assertThat(bind("{ name: a, below: [ b, { name: c, beside: d } ] }", Tree.class))
        .isEqualTo(
            new Tree(
                "a",
                List.of(
                    new Tree("b", List.of(), null),
                    new Tree("c", List.of(), new Tree("d", List.of(), null))),
                null));
  }

  record Leftovers(String name, @Rest @Range(max = 2) Map<String, Integer> counts) {}

  @Test
  void theRestMayBeEmptyAndHasARange() {
    assertThat(bind("name: a", Leftovers.class).counts()).isEmpty();
    assertThat(bind("{ name: a, x: 1, y: 2 }", Leftovers.class).counts().keySet())
        .containsExactly("x", "y");
    assertRefused(
        "{ name: a, x: 1, y: 2, z: 3 }", Leftovers.class, "f:1:1: size must be <= 2 (was 3)");
  }

  @Test
  void aMillionValuesAreTheMost() {
    String text = "list: [" + "1,".repeat(TreeBuilder.MOST_VALUES) + "]";
    assertRefused(text, Short.class, "f:1:2000004: has more than 1000000 values");
  }

  // Bugs of the program, found when a type is first used

  record Unsupported(java.util.Set<String> set) {}

  record MisplacedRange(@Range(min = 1) String text) {}

  record MisplacedRest(@Rest List<String> list) {}

  record BrokenDefault(@Range(min = 1) @Default("0") int count) {}

  record UnparsableDefault(@Default("[") List<String> list) {}

  record NoParse() implements Quantity {
    @Override
    public double baseValue() {
      return 0;
    }

    @Override
    public String baseUnit() {
      return "";
    }
  }

  record NeedsParse(NoParse value) {}

  interface Base {}

  record Tagged(String type) implements Base {}

  record Holder(Base base) {}

  @Test
  void typesThatNoFileCanHoldAreRefusedAtOnce() {
    assertBug(Unsupported.class, "Unsupported.set: a java.util.Set<java.lang.String> cannot be");
    assertBug(MisplacedRange.class, "MisplacedRange.text: @Range is for numbers and sizes");
    assertBug(MisplacedRest.class, "@Rest is for one Map<String, X> component");
    assertBug(NeedsParse.class, "NoParse has no parse(String)");
    assertBug(Holder.class, "Holder.base: a ");
    Binder tagged =
        Binder.builder().registry(Base.class, "type", Map.of("t", Tagged.class)).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tagged.bind(Document.parse("f", "base: t"), Holder.class))
        .withMessageContaining("has a component named like the tag type");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Binder.builder()
                    .registry(Base.class, "type", Map.of("t", Tagged.class, "u", Tagged.class)))
        .withMessageContaining("two tags name the same record");
  }

  @Test
  void aDefaultThatItsOwnTypeRefusesIsABug() {
    assertThatIllegalStateException()
        .isThrownBy(() -> bind("{}", BrokenDefault.class))
        .withMessage(
            "@Default of BrokenDefault.count is refused: [@Default: count: must be >= 1 (was 0)]");
    assertThatIllegalStateException().isThrownBy(() -> bind("{}", UnparsableDefault.class));
  }

  private void assertBug(Class<? extends Record> type, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bind("a: 1", type))
        .isNotInstanceOf(InvalidConfiguration.class)
        .withMessageContaining(message);
  }

  private <T extends Record> T bind(String text, Class<T> type) {
    return binder.bind(Document.parse("f", text), type);
  }

  private void assertRefused(String text, Class<? extends Record> type, String message) {
    assertThatThrownBy(() -> bind(text, type))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessage(message);
  }
}
