package dev.medley.scenarios.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.medley.check.InvalidConfiguration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random damage to a valid document: it is refused with located problems, or it is bound and then
 * survives being written and read. Nothing else may happen. The time limits only catch endless
 * loops: they are some hundred times what is needed.
 */
class MutationTest {
  private static final Binder BINDER = Sample.binder();
  private static final String[] PIECES = {
    " ",
    "  ",
    "\n",
    "\t",
    ":",
    ": ",
    "- ",
    ",",
    "{",
    "}",
    "[",
    "]",
    "[[",
    "{{",
    "\"",
    "'",
    "#",
    " #",
    "&a ",
    "*a",
    "!!int ",
    "!x ",
    "|",
    ">",
    "|2-\n",
    "%",
    "@",
    "`",
    "?",
    "? ",
    "---\n",
    "...\n",
    "<<: ",
    "~",
    "null",
    "0",
    "-1",
    "1e999",
    "0x7",
    ".nan",
    ".inf",
    "99999999999999999999",
    "5%",
    "1h",
    "2w",
    "zero",
    "hpa",
    "constant: 1s",
    "{ constant: 1s }",
    "{ mixture: [ { weight: 1, law: zero } ] }",
    "{ type: smith }",
    "name",
    "count: 3",
    "\u0000",
    "\uFEFF",
    "\u2028",
    "é",
    "😀",
    "\uD83D",
    "\r",
    "\\",
    "\"\\x00\"",
    "\"\\ud800\"",
    "=",
    "[0]",
    "services",
    "x".repeat(200),
    "[".repeat(80)
  };

  @ParameterizedTest
  @ValueSource(longs = {20260107, 20260108, 20260109, 20260110})
  @Timeout(value = 300, unit = TimeUnit.SECONDS)
  void aDamagedDocumentIsRefusedAtAPlaceInItOrStillMeansSomething(long seed) {
    Random random = new Random(seed);
    int bound = 0;
    for (int i = 0; i < 1_500; i++) {
      String text = mutated(random, Sample.VALID);
      String what = "seed " + seed + ", mutation " + i;
      try {
        survives(BINDER.bind(Document.parse("file", text), Sample.class), what);
        bound++;
      } catch (InvalidConfiguration refused) {
        located(refused, text, what);
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError(what + ":\n" + text, e);
      }
    }
    // Both ways are taken, or the test would not test them.
    assertThat(bound).as("seed %d", seed).isBetween(50, 1_450);
  }

  @Test
  @Timeout(value = 300, unit = TimeUnit.SECONDS)
  void aDamagedSettingIsRefusedOrStillMeansSomething() {
    long seed = 20260111;
    Random random = new Random(seed);
    List<String> valid =
        List.of(
            "services.*.autoscaler.type=smith",
            "hosts[0].count=5",
            "workload.web.arrivals.rates[1].rate=5",
            "services.web.demand={ constant: 5ms }",
            "services.web.demand.log-normal.variance=1",
            "prices.\"a.b\"=3",
            "services.idle.autoscaler.gain=2");
    for (int i = 0; i < 3_000; i++) {
      String setting = valid.get(random.nextInt(valid.size()));
      for (int n = random.nextInt(3); n >= 0; n--) {
        setting = spliced(random, setting);
      }
      String what = "seed " + seed + ", setting " + i + ": " + setting;
      try {
        Overrides.Result result =
            Overrides.apply(BINDER, Sample.valid(), Sample.class, List.of(setting));
        survives(BINDER.bind(result.document(), Sample.class), what);
      } catch (InvalidConfiguration refused) {
        assertThat(refused.problems()).as(what).isNotEmpty();
      } catch (RuntimeException e) {
        throw new AssertionError(what, e);
      }
    }
  }

  @Test
  void damagedBytesAreRefusedOrStillMeanSomething(@TempDir Path folder) throws IOException {
    long seed = 20260112;
    Random random = new Random(seed);
    Path file = folder.resolve("damaged.yaml");
    for (int i = 0; i < 300; i++) {
      byte[] bytes = Sample.VALID.getBytes(StandardCharsets.UTF_8);
      for (int n = random.nextInt(3); n >= 0; n--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      Files.write(file, bytes);
      String what = "seed " + seed + ", file " + i;
      try {
        survives(BINDER.bind(Document.read(file), Sample.class), what);
      } catch (InvalidConfiguration refused) {
        assertThat(refused.getMessage()).as(what).startsWith(file + ":");
      }
    }
  }

  @Test
  void whatIsAddedInAHugeNumberIsCountedInReasonableTime() {
    // 100,000 unknown keys, each of which might be a typo of something
    StringBuilder text = new StringBuilder(Sample.VALID);
    for (int i = 0; i < 100_000; i++) {
      text.append("durat").append(i).append(": 1\n");
    }
    assertThat(BINDER.check(Document.parse("file", text.toString()), Sample.class)).hasSize(1_000);
  }

  private static void survives(Sample sample, String what) {
    Document written = Document.parse("written", Writer.text(BINDER, sample));
    assertThat(BINDER.bind(written, Sample.class)).as(what).isEqualTo(sample);
  }

  /** Every line names a place that the text has. */
  private static void located(InvalidConfiguration refused, String text, String what) {
    String[] textLines = text.split("\r\n|\r|\n", -1);
    assertThat(refused.problems()).as(what).isNotEmpty();
    for (String line : refused.getMessage().split("\n")) {
      if (line.matches("and [0-9]+ more")) {
        continue;
      }
      assertThat(line).as(what).matches("file:[0-9]+:[0-9]+: .+");
      String[] parts = line.split(":", 4);
      int number = Integer.parseInt(parts[1]);
      int column = Integer.parseInt(parts[2]);
      // The end of the text may be one line further than its last one.
      assertThat(number).as(what).isBetween(1, textLines.length + 1);
      int length = number > textLines.length ? 0 : textLines[number - 1].length();
      assertThat(column).as(what + " " + line).isBetween(1, length + 1);
    }
  }

  private static String mutated(Random random, String text) {
    String mutated = text;
    for (int n = random.nextInt(4); n >= 0; n--) {
      mutated = random.nextInt(3) == 0 ? lines(random, mutated) : spliced(random, mutated);
    }
    return mutated;
  }

  /** Deletes a few characters, or inserts a piece, or both. */
  private static String spliced(Random random, String text) {
    int from = random.nextInt(text.length() + 1);
    int to = Math.min(text.length(), from + random.nextInt(4));
    String piece = random.nextInt(4) == 0 ? "" : PIECES[random.nextInt(PIECES.length)];
    return text.substring(0, from) + piece + text.substring(to);
  }

  /** Deletes, doubles, moves or indents a line. */
  private static String lines(Random random, String text) {
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    int at = random.nextInt(lines.size());
    String line = lines.get(at);
    switch (random.nextInt(4)) {
      case 0 -> lines.remove(at);
      case 1 -> lines.add(at, line);
      case 2 -> lines.add(random.nextInt(lines.size()), lines.remove(at));
      default -> lines.set(at, " ".repeat(random.nextInt(4)) + line.strip());
    }
    return String.join("\n", lines);
  }
}
