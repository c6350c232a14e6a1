package dev.medley.cluster.resource;

import dev.medley.check.Quantity;
import dev.medley.check.Units;
import java.math.BigDecimal;

/**
 * A price per unit of time or data, written {@code 1.90/h}, {@code 49/month} or {@code 0.05/GB}. A
 * month is 730 hours, a GB is 10^9 bytes.
 *
 * @param amount in the scenario's currency, at least 0
 * @param per what it buys
 */
public record Price(BigDecimal amount, Per per) implements Quantity {
  /** What its text looks like, for editors. */
  public static final String PATTERN = "^[+-]?\\d+(\\.\\d+)?\\s*/(h|month|GB)$";

  private static final Units UNITS =
      Units.of("a price such as 1.90/h, 49/month or 0.05/GB")
          .with("/h", 1)
          .with("/month", 1)
          .with("/GB", 1);

  /** What a price is for. */
  public enum Per {
    /** One hour. */
    HOUR("/h"),
    /** 730 hours. */
    MONTH("/month"),
    /** 10^9 bytes. */
    GIGABYTE("/GB");

    private final String suffix;

    Per(String suffix) {
      this.suffix = suffix;
    }
  }

  /**
   * Reads a price.
   *
   * @throws IllegalArgumentException when the text is not a price
   */
  public static Price parse(String text) {
    for (Per per : Per.values()) {
      String trimmed = text.strip();
      if (trimmed.endsWith(per.suffix)) {
        return new Price(UNITS.parse(trimmed), per);
      }
    }
    throw UNITS.refused(text);
  }

  /** Whether it is a price of time. */
  public boolean isPerTime() {
    return per != Per.GIGABYTE;
  }

  /** Price of one hour; only for a price of time. */
  public double perHour() {
    return per == Per.MONTH ? amount.doubleValue() / 730 : amount.doubleValue();
  }

  @Override
  public double baseValue() {
    return amount.doubleValue();
  }

  @Override
  public String baseUnit() {
    return "";
  }

  @Override
  public String toString() {
    return amount.toPlainString() + per.suffix;
  }
}
