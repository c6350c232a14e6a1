package dev.medley.scenarios.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.medley.check.InvalidConfiguration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of broken file, each with exactly what the user reads. */
class BrokenFilesTest {
  private static final Binder BINDER = Sample.binder();
  private static final String DEMAND = "{ log-normal: { mean: 20ms, cv: 1.0 } }";
  private static final String REPLICAS = "{ initial: 20, min: 5, max: 300 }";
  private static final String LAWS = "constant, log-normal, empirical, mixture, zero";
  private static final String KEYS =
      "name, duration, warmup, seed, replications, profile, hosts, services, workload, prices, slo";
  private static final String SPAN =
      "must be a duration such as 250ms, 2s or 1h30m, in ns, us, ms, s, m, h or d";
  private static final String FORMS = "{mu, sigma} or {mean, cv} or {mean, variance}";

  /** A fault: a text of the valid file, what stands there instead, and the lines of the message. */
  record Fault(String from, String to, List<String> lines) {
    @Override
    public String toString() {
      return from + " -> " + to;
    }
  }

  private static Fault fault(String from, String to, String... lines) {
    return new Fault(from, to, List.of(lines));
  }

  static final List<Fault> FAULTS =
      List.of(
          // keys
          fault(
              "duration:", "duraton:", "file:2:1: duraton: unknown key; did you mean 'duration'?"),
          fault("warmup: 1m30s", "x: 1", "file:3:1: x: unknown key; known: " + KEYS),
          fault(
              "count: 10",
              "cuont: 10",
              "file:6:20: hosts[0].cuont: unknown key; did you mean 'count'?"),
          fault("runtime: vm\n", "timeout: 1s\n", "file:20:5: services.legacy.runtime: is missing"),
          fault(
              "duration: 2h",
              "duration: 2h\nduration: 3h",
              "file:3:1: duration: is written twice, first at file:2:1"),
          fault("name: flash-crowd", "?\n: x\nname: y", "file:1:2: a key is missing before ':'"),
          fault(
              "name: flash-crowd",
              "[a, b]: 1\nname: y",
              "file:1:1: a key must be text (was a list)"),
          fault(
              "name: flash-crowd",
              "<<: { name: y }",
              "file:1:1: merge keys (<<) are not supported: write the keys out"),
          fault(
              "name: flash-crowd",
              "k".repeat(161) + ": 1\nname: x",
              "file:1:1: a key must have at most 160 characters"),
          // whole numbers
          fault(
              "count: 10",
              "count: 0",
              "file:6:27: hosts[0].count: must be >= 1 and <= 1000000 (was 0)"),
          fault("replications: 4", "replications: 0x1F", whole("0x1F")),
          fault("replications: 4", "replications: 1e3", whole("1e3")),
          fault("replications: 4", "replications: 1_000", whole("1_000")),
          fault("replications: 4", "replications: 010", whole("010")),
          fault("replications: 4", "replications: 0o17", whole("0o17")),
          fault("replications: 4", "replications: 1:30", whole("1:30")),
          fault("replications: 4", "replications: 4.0", whole("4.0")),
          fault("replications: 4", "replications: +4", whole("+4")),
          fault("replications: 4", "replications: yes", whole("yes")),
          fault(
              "replications: 4",
              "replications: \"4\"",
              "file:4:15: replications: must be a whole number in decimal digits without quotes"
                  + " (was \"4\")"),
          fault(
              "replications: 4",
              "replications: 99999999999999999999",
              "file:4:15: replications: must be >= 1 and <= 10000 (was 99999999999999999999)"),
          fault(
              "replications: 4",
              "seed: 9223372036854775808",
              "file:4:7: seed: must be <= 9223372036854775807 (was 9223372036854775808)"),
          // decimal numbers
          fault(
              "tolerance: 5%",
              "tolerance: 150%",
              "file:17:16: services.web.tolerance: must be >= 0 and <= 1 (was 1.5)"),
          fault("tolerance: 5%", "tolerance: .nan", ratio(".nan")),
          fault("tolerance: 5%", "tolerance: 5 %", ratio("5 %")),
          fault("tolerance: 5%", "tolerance: .inf", ratio(".inf")),
          fault("tolerance: 5%", "drift: 5%", drift("must be a decimal number (was 5%)")),
          fault("tolerance: 5%", "drift: 1,5", drift("must be a decimal number (was 1,5)")),
          fault("tolerance: 5%", "drift: 1e999", drift("is too large for a number (was 1e999)")),
          fault(
              "tolerance: 5%",
              "drift: 1e-999", drift("is too small to be told from 0 (was 1e-999)")),
          fault(
              "tolerance: 5%",
              "drift: '1'", drift("must be a decimal number without quotes (was \"1\")")),
          // words
          fault(
              "tolerance: 5%",
              "privileged: yes",
              "file:17:17: services.web.privileged: must be true or false (was yes)"),
          fault(
              "tolerance: 5%",
              "privileged: \"true\"",
              "file:17:17: services.web.privileged: must be true or false without quotes"
                  + " (was \"true\")"),
          fault(
              "replications: 4",
              "profile: nominl",
              "file:4:10: profile: must be one of nominal, empirical, best-case (was nominl);"
                  + " did you mean 'nominal'?"),
          fault(
              "replications: 4",
              "profile: BEST_CASE",
              "file:4:10: profile: must be one of nominal, empirical, best-case (was BEST_CASE);"
                  + " did you mean 'best-case'?"),
          // durations and quantities
          fault(
              "duration: 2h",
              "duration: 2",
              "file:2:11: duration: needs a unit: ns, us, ms, s, m, h or d (was 2)"),
          fault("duration: 2h", "duration: -2h", "file:2:11: duration: must be >= 0 s (was -2h)"),
          fault("duration: 2h", "duration: 0", "file:2:11: duration: must be > 0 s (was 0s)"),
          fault("duration: 2h", "duration: 2 h", "file:2:11: duration: " + SPAN + " (was 2 h)"),
          fault("duration: 2h", "duration: 2m1h", "file:2:11: duration: " + SPAN + " (was 2m1h)"),
          fault("duration: 2h", "duration: 2w", "file:2:11: duration: " + SPAN + " (was 2w)"),
          fault("duration: 2h", "duration: 300y", "file:2:11: duration: " + SPAN + " (was 300y)"),
          fault(
              "duration: 2h",
              "duration: 110000d",
              "file:2:11: duration: must be at most 292 years (was 110000d)"),
          fault(
              "duration: 2h",
              "duration: 0.5ns",
              "file:2:11: duration: must be a whole number of nanoseconds (was 0.5ns)"),
          fault(
              "constant: 5ms",
              "constant: 2h",
              "file:21:25: services.legacy.demand.constant: must be <= 3600 s (was 7200s)"),
          fault(
              "cpu: 500\n",
              "cpu: 5000\n",
              "file:9:10: hosts[1].cpu: must be >= 1 and <= 1024 cores (was 5000)"),
          fault(
              "cpu: 500\n",
              "cpu: 5GB\n",
              "file:9:10: hosts[1].cpu: must be cores such as 2, 0.5 or 500m (was 5GB)"),
          fault(
              "general: \"2\"",
              "general: x",
              "file:32:35: prices.general: must be cores such as 2, 0.5 or 500m (was x)"),
          fault(
              "{ currency: EUR,",
              "{ curency: \"1\",",
              "file:32:9: prices.currency: is missing; is 'curency' meant to be it?"),
          // kinds
          fault(
              "duration: 2h",
              "duration: [2h]",
              "file:2:11: duration: must be a duration such as 250ms, 2s or 1h30m (was a list)"),
          fault("duration: 2h", "duration:", empty("file:2:10: duration")),
          fault("count: 10", "count: ", empty("file:6:26: hosts[0].count")),
          fault(
              "duration: 2h",
              "duration: ~",
              "file:2:11: duration: must not be ~: leave the key out, or quote it when text is"
                  + " meant"),
          fault(
              "name: flash-crowd",
              "name: null",
              "file:1:7: name: must not be null: leave the key out, or quote it when text is"
                  + " meant"),
          fault("name: flash-crowd", "name: { a: b }", "file:1:7: name: must be text (was a map)"),
          fault(
              "slo: [ \"request.latency{service=web}.p99 < 500ms\", \"x < 1\" ]",
              "slo: x < 1",
              "file:33:6: slo: must be a list (was x < 1)"),
          fault("warmup: 1m30s", "slo: { a: b }\nwarmup: 1s", slo()),
          fault(
              REPLICAS,
              "20",
              "file:14:15: services.web.replicas: must be a map with the keys initial, min, max"
                  + " (was 20)"),
          fault(
              "constant: 5ms",
              "constant: [1ms]",
              "file:21:25: services.legacy.demand.constant: must be a duration such as 250ms, 2s or"
                  + " 1h30m, or a map with the keys value (was a list)"),
          fault("hosts:\n", "hosts: []\nslo2:\n", hosts()),
          // rules of the records themselves
          fault(
              REPLICAS,
              "{ initial: 20, min: 5, max: 3 }",
              "file:14:35: services.web.replicas.min: must be <= max 3 (was 5)"),
          fault(
              REPLICAS,
              "{ initial: 20, max: 0 }",
              "file:14:15: services.web.replicas.min: must be <= max 0 (was 1)"),
          fault(
              REPLICAS,
              "{ initial: -20, min: 5, max: 3 }",
              "file:14:26: services.web.replicas.initial: must be >= 0 (was -20)",
              "file:14:36: services.web.replicas.min: must be <= max 3 (was 5)"),
          // alternatives
          fault(
              DEMAND,
              "{ lognormal: { mean: 20ms, cv: 1 } }",
              "file:15:15: services.web.demand.lognormal: unknown key; must be one of "
                  + LAWS
                  + "; did you mean 'log-normal'?"),
          fault(
              DEMAND,
              "{ constant: 5x, zero: {} }",
              "file:15:13: services.web.demand: must be a map with exactly one key of "
                  + LAWS
                  + " (was constant, zero)",
              "file:15:25: services.web.demand.constant: " + SPAN + " (was 5x)"),
          fault(DEMAND, "{}", oneLaw("none")),
          fault(DEMAND, "5ms", oneLaw("5ms")),
          fault(DEMAND, "log-normal", oneLaw("log-normal")),
          fault(DEMAND, "[zero]", oneLaw("a list")),
          fault(DEMAND, "{ log-normal: { mean: 20ms } }", form("{mean}")),
          fault(
              DEMAND, "{ log-normal: { mean: 20ms, cv: 1, sigma: 2 } }", form("{mean, cv, sigma}")),
          fault(
              DEMAND,
              "{ log-normal: { mean: 20ms, cw: 1 } }",
              "file:15:41: services.web.demand.log-normal.cw: unknown key; did you mean 'cv'?"),
          fault(
              DEMAND,
              "{ log-normal: { mean: 20ms, cv: -1 } }",
              "file:15:45: services.web.demand.log-normal.cv: must be >= 0 (was -1.0)"),
          fault(
              DEMAND,
              "{ empirical: [1ms] }",
              "file:15:26: services.web.demand.empirical: size must be >= 2 (was 1)"),
          fault(
              DEMAND,
              "{ mixture: [ { weight: 2, law: { zero: 1 } } ] }",
              "file:15:36: services.web.demand.mixture[0].weight: must be >= 0 and <= 1 (was 2)",
              "file:15:52: services.web.demand.mixture[0].law.zero: must be {} (was 1)"),
          // registries
          fault(
              "type: hpa",
              "type: hpaa",
              "file:18:25: services.web.autoscaler.type: must be one of hpa, smith, scheduled"
                  + " (was hpaa); did you mean 'hpa'?"),
          fault(
              "type: hpa",
              "tpye: hpa",
              "file:18:17: services.web.autoscaler.type: is missing: must be one of hpa, smith,"
                  + " scheduled; is 'tpye' meant to be it?"),
          fault(
              "type: hpa,",
              "type: smith,",
              "file:18:32: services.web.autoscaler.metric: unknown key; known: target, gain"),
          fault(
              "autoscaler: smith",
              "autoscaler: smiht",
              "file:25:17: services.idle.autoscaler: must be one of hpa, smith, scheduled"
                  + " (was smiht); did you mean 'smith'?"),
          fault(
              "autoscaler: smith",
              "autoscaler: scheduled",
              "file:25:17: services.idle.autoscaler.replicas: is missing"),
          // what YAML has and files of this kind do not
          fault(
              "duration: 2h",
              "duration: &d 2h\nwarmup: *d\nseed: 2",
              "file:2:11: duration: anchors are not supported: remove &d",
              "file:3:9: warmup: aliases are not supported: write the value of *d out",
              "file:5:1: warmup: is written twice, first at file:3:1"),
          fault(
              "duration: 2h",
              "duration: !!str 2h",
              "file:2:11: duration: tags are not supported: remove !!str"),
          fault(
              "name: flash-crowd",
              "name: x\n---\nname: y",
              "file:2:1: a second document starts here: one file holds one document"),
          fault(
              "name: flash-crowd",
              "%YAML 1.1\n---\nname: x",
              "file:1:1: directives (%YAML, %TAG) are not supported"),
          // syntax
          fault(
              "duration: 2h",
              "\tduration: 2h",
              "file:2:1: not valid YAML: a tab cannot indent or separate: use spaces"),
          fault(
              "duration: 2h",
              "duration: 2h: 3",
              "file:2:13: not valid YAML: a second ': ' in this line: put the value in quotes, or"
                  + " check the indentation"),
          fault(
              "duration: 2h",
              "duration: @2h",
              "file:2:11: not valid YAML: text that starts with @ must be quoted"),
          fault(
              "count: 10 }",
              "count: 10",
              "file:7:9: not valid YAML: expected ',' or '}', but got :, while parsing a flow"
                  + " mapping that starts at line 6"),
          fault(
              "duration: 2h",
              "duration: \"\\q\"",
              "file:2:13: not valid YAML: found unknown escape character q(113), while scanning a"
                  + " double-quoted scalar that starts at line 2"),
          fault(
              "duration: 2h",
              "dura\0tion: 2h\u0007",
              "file:2:5: control character U+0000 is not allowed",
              "file:2:14: control character U+0007 is not allowed"),
          fault(
              "name: flash-crowd",
              "name: \"a\\e[31m\"",
              "file:1:7: name: control character U+001B is not allowed"),
          fault(
              "name: flash-crowd",
              "\"a\\0\": 1\nname: y",
              "file:1:1: control character U+0000 is not allowed"),
          fault(
              "duration: 2h",
              "a: " + "[".repeat(65),
              "file:2:67: is nested deeper than 64 levels"));

  private static String whole(String was) {
    return "file:4:15: replications: must be a whole number in decimal digits (was " + was + ")";
  }

  private static String ratio(String was) {
    return "file:17:16: services.web.tolerance: must be a decimal number or a percentage (was "
        + was
        + ")";
  }

  private static String drift(String message) {
    return "file:17:12: services.web.drift: " + message;
  }

  private static String empty(String where) {
    return where + ": is empty: write a value or leave the key out";
  }

  private static String oneLaw(String was) {
    return "file:15:13: services.web.demand: must be a map with exactly one key of "
        + LAWS
        + " (was "
        + was
        + ")";
  }

  private static String form(String was) {
    return "file:15:27: services.web.demand.log-normal: must be written as "
        + FORMS
        + " (was "
        + was
        + ")";
  }

  private static String[] hosts() {
    return new String[] {
      "file:5:8: hosts: size must be >= 1 (was 0)", "file:6:1: slo2: unknown key; known: " + KEYS
    };
  }

  private static String[] slo() {
    return new String[] {
      "file:3:6: slo: must be a list (was a map)",
      "file:34:1: slo: is written twice, first at file:3:1"
    };
  }

  @ParameterizedTest
  @FieldSource("FAULTS")
  void eachFaultIsNamedWithItsPlaceItsPathAndWhatIsAllowed(Fault fault) {
    assertThat(Sample.VALID).contains(fault.from());
    String text = Sample.VALID.replace(fault.from(), fault.to());

    assertThat(lines(text)).containsExactlyElementsOf(fault.lines());
  }

  static Stream<List<String>> wholeFiles() {
    return Stream.of(
        List.of("", "file:1:1: is empty"),
        List.of("\uFEFF", "file:1:1: is empty"),
        List.of("# only a comment\n", "file:1:1: is empty"),
        List.of("---\n", "file:1:1: is empty"),
        List.of("- a\n", "file:1:1: must be a map of keys (was a list)"),
        List.of("just text", "file:1:1: must be a map of keys (was just text)"),
        List.of("*a", "file:1:1: aliases are not supported: write the value of *a out"),
        List.of("a: \uFEFFb", "file:1:4: byte order mark inside the text"),
        List.of("a: \uD83D", "file:1:4: character U+D83D is not allowed"));
  }

  @ParameterizedTest
  @MethodSource("wholeFiles")
  void aTextThatIsNoMapIsRefused(List<String> textAndLine) {
    assertThat(lines(textAndLine.get(0))).containsExactly(textAndLine.get(1));
  }

  @Test
  void aByteOrderMarkAtTheStartMovesNoColumn() {
    assertThat(lines("\uFEFF" + Sample.VALID.replace("name: flash", "nmae: flash")))
        .containsExactly("file:1:1: nmae: unknown key; did you mean 'name'?");
  }

  @Test
  void columnsCountCharactersAndNotUtf16Units() {
    assertThat(lines(Sample.VALID.replace("general: \"2\"", "\"😀😀\": 1x")))
        .containsExactly("file:32:32: prices.😀😀: must be cores such as 2, 0.5 or 500m (was 1x)");
  }

  @Test
  void linesEndAsWindowsEndsThem() {
    assertThat(lines(Sample.VALID.replace("\n", "\r\n").replace("count: 10", "count: 0")))
        .containsExactly("file:6:27: hosts[0].count: must be >= 1 and <= 1000000 (was 0)");
  }

  @Test
  void everyProblemOfADocumentIsReportedAtOnceInItsOrder() {
    String text =
        Sample.VALID
            .replace("duration: 2h", "duration: 2 hours")
            .replace("warmup:", "wramup:")
            .replace("replications: 4", "replications: 0\nreplications: 1")
            .replace("count: 10", "count: 0")
            .replace("cpu: 500", "cpu: &c 1x")
            .replace("max: 300", "max: 3")
            .replace("timeout: 2s", "timeout: !!str 2s")
            .replace("type: hpa,", "type: hpa, target: 2,")
            .replace("{ constant: 5ms }", "{ constnat: 5ms }")
            .replace("at: 60m, rate: 500", "at: 60, rate: five")
            .replace("currency: EUR, ", "");

    assertThat(lines(text))
        .containsExactly(
            "file:2:11: duration: " + SPAN + " (was 2 hours)",
            "file:3:1: wramup: unknown key; did you mean 'warmup'?",
            "file:4:15: replications: must be >= 1 and <= 10000 (was 0)",
            "file:5:1: replications: is written twice, first at file:4:1",
            "file:7:27: hosts[0].count: must be >= 1 and <= 1000000 (was 0)",
            "file:10:10: hosts[1].cpu: anchors are not supported: remove &c",
            "file:10:10: hosts[1].cpu: must be cores such as 2, 0.5 or 500m (was 1x)",
            "file:15:35: services.web.replicas.min: must be <= max 3 (was 5)",
            "file:17:14: services.web.timeout: tags are not supported: remove !!str",
            "file:19:38: services.web.autoscaler.target: must be > 0 and <= 1 (was 2)",
            "file:19:54: services.web.autoscaler.target: is written twice, first at file:19:30",
            "file:22:15: services.legacy.demand.constnat: unknown key; must be one of "
                + LAWS
                + "; did you mean 'constant'?",
            "file:30:44: workload.web.arrivals.rates[1].at: needs a unit: ns, us, ms, s, m, h or d"
                + " (was 60)",
            "file:30:54: workload.web.arrivals.rates[1].rate: must be a decimal number (was five)",
            "file:33:9: prices.currency: is missing");
  }

  @Test
  void aHundredProblemsAreShownAndTheOthersCounted() {
    StringBuilder text = new StringBuilder(Sample.VALID).append("\n");
    IntStream.range(0, 250).forEach(i -> text.append("zz").append(i).append("zz: 1\n"));

    List<String> lines = lines(text.toString());

    assertThat(lines).hasSize(101).last().isEqualTo("and 150 more");
    assertThat(lines.get(99)).startsWith("file:134:1: zz99zz: unknown key");
  }

  @Test
  void tenThousandProblemsAreStillCounted() {
    StringBuilder text = new StringBuilder(Sample.VALID).append("\n");
    IntStream.range(0, 10_000).forEach(i -> text.append("zz").append(i).append("zz: 1\n"));

    assertThat(lines(text.toString())).hasSize(101).last().isEqualTo("and 9900 more");
  }

  private static List<String> lines(String text) {
    InvalidConfiguration refused =
        catchThrowableOfType(
            InvalidConfiguration.class,
            () -> BINDER.bind(Document.parse("file", text), Sample.class));
    assertThat(refused).as("a refusal").isNotNull();
    return Arrays.asList(refused.getMessage().split("\n"));
  }
}
