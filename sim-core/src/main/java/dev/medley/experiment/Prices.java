package dev.medley.experiment;

import dev.medley.check.Checks;
import dev.medley.check.Default;
import dev.medley.check.Doc;
import dev.medley.check.Rest;
import dev.medley.cluster.resource.Price;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What things cost.
 *
 * @param currency unit of all prices
 * @param of name of a host type or offload card, or {@code egress}, {@code image-egress}, {@code
 *     vcpu}, {@code memory-gib}, to its price
 */
@Doc(
    "What things cost after warm-up: a price per host of a type and per offload card (all of them,"
        + " all the time), `egress` (per GB of responses), `image-egress` (per GB of unsigned images"
        + " pulled beyond images.freeEgress; signed ones are free), `vcpu` and `memory-gib` (per core and GiB"
        + " that instances request, while placed; for clusters where you rent instances, not hosts)")
public record Prices(
    @Doc("Unit of all prices") @Default("EUR") String currency,
    @Doc(
            "Name of a host type or offload card, or vcpu, memory-gib, to its price per time"
                + " (1.90/h, 49/month), or egress, image-egress to its price per volume (0.05/GB)")
        @Rest
        Map<String, Price> of) {
  /** Price of 10^9 bytes of responses. */
  public static final String EGRESS = "egress";

  /** Price of 10^9 bytes of unsigned images. */
  public static final String IMAGE_EGRESS = "image-egress";

  /** Price of one requested core of an instance over time. */
  public static final String VCPU = "vcpu";

  /** Price of one requested GiB of an instance over time. */
  public static final String MEMORY = "memory-gib";

  /** Checks every component. */
  public Prices {
    Checks checks = Checks.of(Prices.class);
    of.forEach(
        (name, price) -> {
          checks.require(price.amount().signum() >= 0, name, "must be >= 0 (was " + price + ")");
          boolean ofBytes = name.equals(EGRESS) || name.equals(IMAGE_EGRESS);
          checks.require(
              price.isPerTime() != ofBytes,
              name,
              ofBytes
                  ? "must be a price per GB (was " + price + ")"
                  : "must be a price per h or month (was " + price + ")");
        });
    checks.orThrow();
    of = Collections.unmodifiableMap(new LinkedHashMap<>(of));
  }

  /** Price of an hour of something, 0 if it has none. */
  double perHour(String name) {
    Price price = of.get(name);
    return price == null ? 0 : price.perHour();
  }

  /** Price of 10^9 bytes of something, 0 if it has none. */
  double perGigabyte(String name) {
    Price price = of.get(name);
    return price == null ? 0 : price.amount().doubleValue();
  }
}
