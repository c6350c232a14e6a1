package dev.medley.scenarios.yaml;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Random valid samples, awkward texts and numbers included. */
final class Samples {
  private static final String[] TEXTS = {
    "",
    " ",
    "a",
    "yes",
    "No",
    "null",
    "~",
    "true",
    "1",
    "1.0",
    "0x1F",
    "1:30",
    "1e3",
    ".inf",
    "-",
    "- a",
    "a: b",
    "a #b",
    "#",
    "{",
    "[",
    "*a",
    "&a",
    "!a",
    "@",
    "`",
    "%",
    "|",
    ">",
    "\"",
    "'",
    "\\",
    "\n",
    "\t",
    "a\nb\n",
    " leading",
    "trailing ",
    "été",
    "日本",
    "😀",
    "\u0085",
    "\u2028",
    "\u00A0",
    "\u200B",
    "\uFEFF",
    "---",
    "...",
    "<<",
    "=",
    "key",
    "a.b",
    "request{x=\"y\"}",
    "\uD83D",
    "C:\\path",
    "x".repeat(300)
  };

  private final Random random;

  Samples(long seed) {
    this.random = new Random(seed);
  }

  Sample next() {
    return new Sample(
        text(),
        Duration.ofNanos(1 + Math.abs(random.nextLong() / 2)),
        duration(),
        random.nextLong(),
        1 + random.nextInt(10_000),
        pick(Sample.Profile.values()),
        list(1, this::host),
        map(this::service),
        map(() -> new Sample.Load(arrivals())),
        new Sample.Prices(text(), prices()),
        list(0, this::text));
  }

  private Map<String, Sample.Cores> prices() {
    Map<String, Sample.Cores> prices = new LinkedHashMap<>(map(this::cores));
    prices.remove("currency");
    return prices;
  }

  private Sample.HostGroup host() {
    return new Sample.HostGroup(
        text(),
        1 + random.nextInt(1_000_000),
        Sample.Cores.parse(Integer.toString(1 + random.nextInt(1000))),
        maybe(this::text));
  }

  private Sample.Service service() {
    int min = random.nextInt(10);
    return new Sample.Service(
        text(),
        new Sample.Replicas(random.nextInt(100), min, min + random.nextInt(10)),
        1 + random.nextInt(100),
        law(2),
        maybe(this::duration),
        random.nextBoolean(),
        random.nextDouble(),
        number(),
        random.nextBoolean() ? Double.POSITIVE_INFINITY : number(),
        maybe(this::scaler));
  }

  private Sample.Scaler scaler() {
    return switch (random.nextInt(3)) {
      case 0 -> new Sample.Hpa(text(), 1 - random.nextDouble(), duration());
      case 1 -> new Sample.Smith(random.nextDouble(), number());
      default -> new Sample.Scheduled(list(1, random::nextInt));
    };
  }

  private Sample.Law law(int depth) {
    return switch (random.nextInt(depth > 0 ? 5 : 4)) {
      case 0 -> new Sample.Law.Constant(Duration.ofNanos(random.nextInt()).abs());
      case 1 -> new Sample.Law.LogNormal(number(), random.nextDouble());
      case 2 -> new Sample.Law.Empirical(list(2, this::duration));
      case 3 -> new Sample.Law.Zero();
      default ->
          new Sample.Law.Mixture(
              list(1, () -> new Sample.Law.Mixture.Part(random.nextDouble(), law(depth - 1))));
    };
  }

  private Sample.Arrivals arrivals() {
    return switch (random.nextInt(4)) {
      case 0 -> new Sample.Arrivals.Rate(number());
      case 1 ->
          new Sample.Arrivals.Rates(
              list(0, () -> new Sample.Arrivals.Rates.Step(duration(), number(), duration())));
      case 2 -> new Sample.Arrivals.Counts(text(), text());
      default -> new Sample.Arrivals.Closed(1 + random.nextInt(1000), duration());
    };
  }

  private Sample.Cores cores() {
    BigDecimal milli = BigDecimal.valueOf(random.nextInt(1_000_000), 3);
    return Sample.Cores.parse(milli.toPlainString());
  }

  private Duration duration() {
    return Duration.ofNanos((random.nextLong() >>> 1) >>> random.nextInt(63));
  }

  private double number() {
    double any = Double.longBitsToDouble(random.nextLong());
    boolean usable = !Double.isNaN(any) && !Double.isInfinite(any);
    return random.nextBoolean() && usable ? any : random.nextInt(1000) / 8.0;
  }

  private String text() {
    return pick(TEXTS);
  }

  private <T> T pick(T[] values) {
    return values[random.nextInt(values.length)];
  }

  private <T> @Nullable T maybe(Supplier<T> value) {
    return random.nextBoolean() ? value.get() : null;
  }

  private <T> List<T> list(int least, Supplier<T> value) {
    List<T> list = new ArrayList<>();
    int size = least + random.nextInt(3);
    while (list.size() < size) {
      list.add(value.get());
    }
    return list;
  }

  private <T> Map<String, T> map(Supplier<T> value) {
    Map<String, T> map = new LinkedHashMap<>();
    int size = random.nextInt(4);
    while (map.size() < size) {
      String key = text();
      map.put(key.length() > 100 ? key.substring(0, 100) : key, value.get());
    }
    return map;
  }
}
